/**
 * Zones that were renamed, merged or spelled anew, and what they are called today (IANA, file `backward` of the time zone database). Some
 * clocks know only one of the two names.
 */
export const RENAMED_ZONES: Readonly<Record<string, string>> = {
  ...named('Africa', { Asmera: 'Asmara', Timbuktu: 'Abidjan' }),
  ...named('America', {
    ...{ Atka: 'Adak', Buenos_Aires: 'Argentina/Buenos_Aires', Catamarca: 'Argentina/Catamarca', Cordoba: 'Argentina/Cordoba' },
    ...{ Jujuy: 'Argentina/Jujuy', Mendoza: 'Argentina/Mendoza', Rosario: 'Argentina/Cordoba', Coral_Harbour: 'Atikokan' },
    ...{
      'Argentina/ComodRivadavia': 'Argentina/Catamarca',
      Ensenada: 'Tijuana',
      Santa_Isabel: 'Tijuana',
      Fort_Wayne: 'Indiana/Indianapolis',
    },
    ...{
      Indianapolis: 'Indiana/Indianapolis',
      Knox_IN: 'Indiana/Knox',
      Louisville: 'Kentucky/Louisville',
      Godthab: 'Nuuk',
      Montreal: 'Toronto',
    },
    ...{ Nipigon: 'Toronto', Thunder_Bay: 'Toronto', Pangnirtung: 'Iqaluit', Porto_Acre: 'Rio_Branco', Rainy_River: 'Winnipeg' },
    ...{ Shiprock: 'Denver', Virgin: 'St_Thomas', Yellowknife: 'Edmonton' },
  }),
  ...named('Asia', {
    ...{
      Ashkhabad: 'Ashgabat',
      Calcutta: 'Kolkata',
      Choibalsan: 'Ulaanbaatar',
      Chongqing: 'Shanghai',
      Chungking: 'Shanghai',
      Dacca: 'Dhaka',
    },
    ...{ Harbin: 'Shanghai', Kashgar: 'Urumqi', Katmandu: 'Kathmandu', Macao: 'Macau', Rangoon: 'Yangon', Saigon: 'Ho_Chi_Minh' },
    ...{ Tel_Aviv: 'Jerusalem', Thimbu: 'Thimphu', Ujung_Pandang: 'Makassar', Ulan_Bator: 'Ulaanbaatar' },
  }),
  ...named('Atlantic', { Faeroe: 'Faroe' }),
  ...named('Australia', {
    ...{ ACT: 'Sydney', Canberra: 'Sydney', Currie: 'Hobart', LHI: 'Lord_Howe', NSW: 'Sydney', North: 'Darwin', Queensland: 'Brisbane' },
    ...{ South: 'Adelaide', Tasmania: 'Hobart', Victoria: 'Melbourne', West: 'Perth', Yancowinna: 'Broken_Hill' },
  }),
  ...named('Europe', { Belfast: 'London', Kiev: 'Kyiv', Tiraspol: 'Chisinau', Uzhgorod: 'Kyiv', Zaporozhye: 'Kyiv' }),
  ...named('Pacific', { Enderbury: 'Kanton', Johnston: 'Honolulu', Ponape: 'Pohnpei', Samoa: 'Pago_Pago', Truk: 'Chuuk', Yap: 'Chuuk' }),
  ...{ 'Asia/Istanbul': 'Europe/Istanbul', 'Europe/Nicosia': 'Asia/Nicosia', 'Atlantic/Jan_Mayen': 'Arctic/Longyearbyen' },
  ...{ 'Antarctica/South_Pole': 'Antarctica/McMurdo', 'Brazil/Acre': 'America/Rio_Branco', 'Brazil/DeNoronha': 'America/Noronha' },
  ...{ 'Brazil/East': 'America/Sao_Paulo', 'Brazil/West': 'America/Manaus', 'Chile/Continental': 'America/Santiago' },
  ...{ 'Chile/EasterIsland': 'Pacific/Easter', 'Mexico/BajaNorte': 'America/Tijuana', 'Mexico/BajaSur': 'America/Mazatlan' },
  ...{ 'Mexico/General': 'America/Mexico_City', 'Canada/Atlantic': 'America/Halifax', 'Canada/Central': 'America/Winnipeg' },
  ...{ 'Canada/Eastern': 'America/Toronto', 'Canada/Mountain': 'America/Edmonton', 'Canada/Newfoundland': 'America/St_Johns' },
  ...{ 'Canada/Pacific': 'America/Vancouver', 'Canada/Saskatchewan': 'America/Regina', 'Canada/Yukon': 'America/Whitehorse' },
  ...{ 'US/Alaska': 'America/Anchorage', 'US/Aleutian': 'America/Adak', 'US/Arizona': 'America/Phoenix', 'US/Central': 'America/Chicago' },
  ...{ 'US/East-Indiana': 'America/Indiana/Indianapolis', 'US/Eastern': 'America/New_York', 'US/Hawaii': 'Pacific/Honolulu' },
  ...{ 'US/Indiana-Starke': 'America/Indiana/Knox', 'US/Michigan': 'America/Detroit', 'US/Mountain': 'America/Denver' },
  ...{ 'US/Pacific': 'America/Los_Angeles', 'US/Pacific-New': 'America/Los_Angeles', 'US/Samoa': 'Pacific/Pago_Pago' },
  ...{ Cuba: 'America/Havana', Egypt: 'Africa/Cairo', Eire: 'Europe/Dublin', GB: 'Europe/London', 'GB-Eire': 'Europe/London' },
  ...{
    Hongkong: 'Asia/Hong_Kong',
    Iceland: 'Atlantic/Reykjavik',
    Iran: 'Asia/Tehran',
    Israel: 'Asia/Jerusalem',
    Jamaica: 'America/Jamaica',
  },
  ...{ Japan: 'Asia/Tokyo', Kwajalein: 'Pacific/Kwajalein', Libya: 'Africa/Tripoli', NZ: 'Pacific/Auckland', 'NZ-CHAT': 'Pacific/Chatham' },
  ...{ Navajo: 'America/Denver', PRC: 'Asia/Shanghai', Poland: 'Europe/Warsaw', Portugal: 'Europe/Lisbon', ROC: 'Asia/Taipei' },
  ...{ ROK: 'Asia/Seoul', Singapore: 'Asia/Singapore', Turkey: 'Europe/Istanbul', 'W-SU': 'Europe/Moscow', Zulu: 'UTC', Universal: 'UTC' },
}

/** Within one continent. */
function named(area: string, cities: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(cities).map(([old, now]) => [`${area}/${old}`, `${area}/${now}`]))
}
