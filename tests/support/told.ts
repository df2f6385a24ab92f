import { jsonInEnglish } from '../../src/render/in-english.ts'

type Told<Value> = Value extends { say: string } ? string : Value extends object ? { [Key in keyof Value]: Told<Value[Key]> } : Value

/** The same value, with everything that is said in it told in English. */
export const told = <Value>(value: Value): Told<Value> => JSON.parse(jsonInEnglish(value)) as Told<Value>
