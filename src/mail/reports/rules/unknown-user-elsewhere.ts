import { says } from '../reply-rule.ts'

/** "User unknown" in the languages of the providers that say it. Latin letters have lost their accents (plain-reply.ts). */
export const UNKNOWN_USER_ELSEWHERE = says(
  // French
  /(?:destinataire|adresse|utilisateur|boite|compte)[^.]{0,40}(?:inconnue?|invalide|inexistante?|n'existe|introuvable|errone)/u,
  /utilisateur inconnu/u,
  // Spanish, Portuguese, Italian
  /(?:usuario|destinatario|direccion|buzon|cuenta|casilla)[^.]{0,40}(?:desconocid|no existe|inexistente|no valid|invalid|no (?:se )?encontr)/u,
  /(?:usuario|destinatario|endereco|caixa postal|conta)[^.]{0,40}(?:desconhecid|nao existe|inexistente|invalid|nao encontrad)/u,
  /(?:utente|destinatario|indirizzo|casella)[^.]{0,40}(?:sconosciut|non esiste|inesistente|insussistente|non trovat|non valid)/u,
  // German, Dutch
  /(?:empfanger|benutzer|adresse|postfach|adressat|konto|mailbox)[^.]{0,40}(?:unbekannt|nicht (?:gefunden|vorhanden|bekannt)|existiert nicht|ungultig)/u,
  /unbekannter (?:empfanger|benutzer|adressat)/u,
  /(?:gebruiker|ontvanger|adres|postvak|mailbox)[^.]{0,40}(?:onbekend|bestaat niet|niet gevonden|ongeldig)/u,
  // Polish, Turkish
  /(?:uzytkownik|odbiorca|adres|konto|skrzynka)[^.]{0,40}(?:nieznan|nie istnieje|nie znaleziono|nieprawidlow)/u,
  /nieznany (?:uzytkownik|odbiorca)|nie ma takiego/u,
  /(?:kullanici|alici|adres|posta kutusu)[^.]{0,40}(?:bulunamadi|bilinmiyor|gecersiz|mevcut degil)/u,
  // Swedish, Danish, Norwegian, Finnish
  /(?:anvandare|mottagare|bruger|modtager|bruker|mottaker)[^.]{0,40}(?:okand|finns inte|ukendt|findes ikke|ukjent|finnes ikke)/u,
  /(?:kayttaja|vastaanottaja)[^.]{0,40}(?:tuntematon|ei loydy)/u,
  // Russian
  /(?:пользовател|получател|адресат|адрес|ящик)[^.]{0,40}(?:не (?:найден|существует|обнаружен|зарегистрирован)|неизвест|неверн|отсутствует)/u,
  /нет такого (?:пользователя|ящика|адреса)|такого (?:пользователя|ящика) нет|несуществующ/u,
  // Japanese
  /(?:ユーザー?|宛先|受信者|アドレス|ディレクトリ|リスト)[^。]{0,30}(?:見つかりません|存在しません|ありません|不明|誤り)/u,
  /該当(?:する)?ユーザ|宛先不明/u,
  // Chinese
  /(?:用户|用戶|收件人|收信人|邮箱|郵箱|信箱|地址|帐号|账号|帳號|使用者)[^。]{0,16}(?:不存在|未找到|找不到|无效|無效|不正确|未知)/u,
  /不存在的(?:用户|邮箱|地址)|查无此|無此(?:使用者|用戶|帳號)/u,
  // Korean, Arabic
  /(?:사용자|수신자|받는 ?사람|메일 ?주소|계정)[^.]{0,24}(?:없|존재하지|찾을 수)|존재하지 않는/u,
  /(?:المستخدم|المستلم|العنوان|صندوق)[^.]{0,40}(?:غير (?:موجود|معروف|صالح)|لا يوجد)/u,
)
