/* bank_signs.c: ordinary sentences with what rules often go by: addresses, figures, brackets, signs. */
#include "author/bank.h"

#include <stddef.h>

/* Laid out by hand: the tool would break the long strings at another place each time. */
/* clang-format off */
const wn_bank_article wn_bank_signs[] = {
    {"en",
     "Ferry line puts its figures in the open\n"
     "The council has put the whole study on its page, https://harbour.example/night-ferry, where it drew 4,000 visitors within a day.\n"
     "Letters from the town of Kelvin came through www.kelvin-quay.example and by post, and most of them were friendly in tone.\n"
     "Mr Sample wrote to the office at ferry@harbour.example three times last winter before anybody answered his question about the fare.\n"
     "The crossing is 3.5 km long, takes 12 minutes in calm weather and burns about 40 kg of fuel each way, the engineers found.\n"
     "The old pier was closed on October 14, 2011, and on 3 May 2019 the council voted to build another one in its place.\n"
     "The contract dated 2024-03-18 runs for ten years, and the one of 05/11/2014 ended when the company was sold.\n"
     "A ticket costs $4.50 by day and £3 in the evening, while the yearly pass has been kept at €120 since the bridge was closed.\n"
     "\"We told them [the council] that it would not work without more light on the quay,\" the captain said in her kitchen.\n"
     "The harbour board (which has nine members) and the mayor (who has a vote of his own) agreed on most of the points.\n"
     "The sign #nightferry was on shirts all over the island last summer, and even the mayor was seen with one on the pier.\n"
     "A message by @kelvinmayor set off the debate in March, and within an hour half of the island had taken a side.\n"
     "The map, on which somebody has drawn a \xC2\xA9 by hand, shows the landing place where the Seabird\xC2\xAE engine was tried for the first time.\n"
     "His daughter answered with a \xF0\x9F\x98\x80 and a \xE2\x9D\xA4\xEF\xB8\x8F, and that, he said, was the moment when he knew the crew would stay on.\n"
     "Some 62% of those asked were in favour, 7 % had no view, and turnout was the highest since 1998 at 71.4 per cent.\n"
     "The last boat left at 11:45 p.m. and the first one at 5:10, so that nurses on the late shift had to wait for hours.\n"
     "The number on the board, 0555 123 456, belonged to a baker who has taken +44 555 0101 calls about boats with good humour.\n"
     "The firm of Sample & Sons, with a share of 1/3, and the NHS and UN offices in town have paid for the lamps on the quay.\n"
     "He paused... and then said that the route A/B \xE2\x80\x93 or was it B/C? \xE2\x80\x93 had never been more than a line * on a map of the board.\n"
     "The new boat, No. 7, is 18 m long and 5' wide at the bow, carries 120 people and reaches 14 knots in a following sea.\n"
     "It was 21 \xC2\xB0""C on the water at noon, the wind came from the west at 30 km/h, and nobody thought of autumn.\n"
     "The site harbour.example.com, once harbour.example.org, has been run by two pupils since 2016, who count 1,200 readers a day from Kelvin \xE2\x86\x92 Port Elster.\n"},
    {"de",
     "Reederei legt die Zahlen der F\xC3\xA4hre offen\n"
     "Die Gemeinde hat das Gutachten unter https://hafen.example/nachtfaehre ver\xC3\xB6""ffentlicht, wo es am ersten Tag 4.000 Besucher fand.\n"
     "Herr Muster schrieb im Winter dreimal an faehre@hafen.example, bevor jemand seine Frage nach dem Fahrpreis beantwortete.\n"
     "Die \xC3\x9C""berfahrt ist 3,5 km lang, dauert 12 Minuten und kostet bei ruhiger See rund 40 kg Treibstoff, rechneten die Ingenieure aus.\n"
     "Am 14.10.2011 wurde die alte Mole gesperrt, und am 3. Mai 2019 beschloss der Rat, an ihrer Stelle eine neue zu bauen.\n"
     "Eine Karte kostet tags\xC3\xBC""ber 4,50 \xE2\x82\xAC und abends 3 Euro, das Jahresticket bleibt bei EUR 120, wie der Rat mit 62 % der Stimmen entschied.\n"
     "\xE2\x80\x9EWir haben ihnen [dem Rat] gesagt, dass es ohne mehr Licht am Kai nicht gehen wird\xE2\x80\x9C, sagte die Kapit\xC3\xA4nin in ihrer K\xC3\xBC""che.\n"
     "Der Hafenrat (er hat neun Mitglieder) und der B\xC3\xBCrgermeister (er stimmt mit) waren sich in den meisten Punkten einig.\n"
     "Das Schlagwort #nachtf\xC3\xA4hre stand im Sommer auf vielen Hemden, und @kelvin schrieb im M\xC3\xA4rz, dass die Insel entschieden habe.\n"
     "Auf der Karte, auf die jemand ein \xC2\xA9 von Hand gemalt hat, ist der Steg zu sehen, an dem der Seevogel\xC2\xAE-Motor zum ersten Mal lief.\n"
     "Seine Tochter antwortete mit einem \xF0\x9F\x98\x80, und da wusste er, dass die Mannschaft bleiben w\xC3\xBCrde, auch um 23:45 Uhr.\n"},
    {"fr",
     "La compagnie du bac ouvre ses comptes\n"
     "La commune a publi\xC3\xA9 l'\xC3\xA9tude sur https://port.example/bac-de-nuit, o\xC3\xB9 elle a trouv\xC3\xA9 4 000 lecteurs d\xC3\xA8s le premier jour.\n"
     "M. Mod\xC3\xA8le a \xC3\xA9""crit trois fois \xC3\xA0 bac@port.example pendant l'hiver avant que quelqu'un r\xC3\xA9ponde \xC3\xA0 sa question sur le prix.\n"
     "La travers\xC3\xA9""e fait 3,5 km, dure 12 minutes et demande environ 40 kg de carburant par mer calme, selon les ing\xC3\xA9nieurs.\n"
     "La vieille jet\xC3\xA9""e a \xC3\xA9t\xC3\xA9 ferm\xC3\xA9""e le 14/10/2011, et le 3 mai 2019 le conseil a d\xC3\xA9""cid\xC3\xA9 d'en construire une autre \xC3\xA0 sa place.\n"
     "Un billet co\xC3\xBBte 4,50 \xE2\x82\xAC le jour et 3 euros le soir, et 62 % des habitants ont trouv\xC3\xA9 ce prix juste.\n"
     "\xC2\xAB Nous leur [au conseil] avons dit que rien ne marcherait sans plus de lumi\xC3\xA8re sur le quai \xC2\xBB, raconte la capitaine.\n"
     "Le mot #bacdenuit \xC3\xA9tait sur toutes les chemises (m\xC3\xAAme celle du maire), et @kelvin en a parl\xC3\xA9 tout le mois de mars.\n"
     "Sur la carte, o\xC3\xB9 quelqu'un a dessin\xC3\xA9 un \xC2\xA9 au crayon, se voit le ponton o\xC3\xB9 le moteur Oiseau\xC2\xAE a tourn\xC3\xA9 pour la premi\xC3\xA8re fois \xF0\x9F\x98\x80 devant la foule.\n"},
    {"es",
     "La naviera ense\xC3\xB1""a las cuentas del barco\n"
     "El ayuntamiento public\xC3\xB3 el estudio en https://puerto.example/barco, donde tuvo 4.000 lectores desde el primer d\xC3\xAD""a.\n"
     "El se\xC3\xB1or Modelo escribi\xC3\xB3 tres veces a barco@puerto.example durante el invierno antes de que alguien le respondiera.\n"
     "La traves\xC3\xAD""a mide 3,5 km, dura 12 minutos y gasta unos 40 kg de combustible con la mar en calma, seg\xC3\xBAn los ingenieros.\n"
     "El viejo muelle se cerr\xC3\xB3 el 14/10/2011, y el 3 de mayo de 2019 el consejo decidi\xC3\xB3 construir otro en su lugar.\n"
     "Un billete cuesta 4,50 \xE2\x82\xAC de d\xC3\xAD""a y 3 euros de noche, y el 62 % de los vecinos (casi todos) lo encontr\xC3\xB3 justo.\n"
     "La etiqueta #barcodenoche estaba en muchas camisas, y @kelvin cont\xC3\xB3 en marzo que la isla [toda ella] estaba a favor \xF0\x9F\x98\x80 del cambio.\n"
     "En el mapa, donde alguien dibuj\xC3\xB3 un \xC2\xA9 a mano, se ve el embarcadero en el que el motor Gaviota\xC2\xAE funcion\xC3\xB3 por primera vez.\n"},
    {"ru",
     "Порт раскрыл цифры ночного парома\n"
     "Город выложил исследование на странице https://port.example/parom, и в первый же день его прочли 4000 человек.\n"
     "Зимой он трижды писал на адрес parom@port.example, прежде чем кто-нибудь ответил на его вопрос о цене билета.\n"
     "Путь длиной 3,5 км занимает 12 минут, и в тихую погоду на него уходит около 40 кг топлива, подсчитали инженеры.\n"
     "Старый причал закрыли 14.10.2011, а 3 мая 2019 года совет решил построить на его месте другой.\n"
     "Днем билет стоит 450 руб., вечером 300 рублей, и 62 % жителей (почти все) сочли это справедливым.\n"
     "Слово #паром летом было на многих рубашках, а на карте, где кто-то нарисовал знак ©, виден мостик, где испытали мотор \xF0\x9F\x98\x80 и пели.\n"},
    {"tr",
     "Liman vapurun hesaplarını açıkladı\n"
     "Belediye raporu https://liman.example/vapur adresinde yayımladı ve rapor ilk gün 4.000 kişi tarafından okundu.\n"
     "Kış boyunca üç kez vapur@liman.example adresine yazdı, sonunda bilet fiyatı hakkındaki sorusuna biri yanıt verdi.\n"
     "Yol 3,5 km uzunluğunda, 12 dakika sürüyor ve sakin havada yaklaşık 40 kg yakıt harcanıyor, mühendisler böyle hesapladı.\n"
     "Eski iskele 14.10.2011 tarihinde kapandı (kimse şaşırmadı) ve bilet 45 TL, akşamları 30 lira oldu.\n"},
    {"zh",
     "港口公开渡轮的数字\n"
     "市政府把报告放在 https://gangkou.example/dulun 网页上，第一天就有4000人阅读了这份长长的报告。\n"
     "他在冬天三次写信到 dulun@gangkou.example 询问票价，后来才有人回答了他的问题。\n"
     "航程长3.5公里，需要12分钟，风平浪静时大约消耗40公斤燃料，工程师这样计算。\n"
     "旧码头在2011年10月14日关闭（没有人感到意外），白天的票价是4元，晚上是3元，62%的居民认为合理。\n"},
    {"ja",
     "港が渡し船の数字を公開した\n"
     "町は報告書を https://minato.example/fune のページに載せ、初日に4000人がその長い報告書を読んだという。\n"
     "彼は冬の間に fune@minato.example へ三度手紙を書き、ようやく運賃についての答えを受け取った。\n"
     "航路は3.5kmで12分かかり、穏やかな海では約40kgの燃料を使うと技術者たちは計算した。\n"
     "古い桟橋は2011年10月14日に閉じられ（驚いた人はいなかった）、昼の切符は450円、夜は300円になった。\n"},
    {NULL, NULL},
};
/* clang-format on */
