/** What a mail server answered, without the address that it was about: for words that stand for many mails. */
export const nameNobody = (reply: string, longest: number): string => reply.replace(/[^\s<>]+@[^\s<>]+/g, '…').slice(0, longest)
