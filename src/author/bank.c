/* bank.c: the texts. */
#include "author/bank.h"

#include <stddef.h>

const wn_bank_article wn_bank_articles[] = {
    {"en",
     "Ferry line to run all night from May\n"
     "By Anna Example\n"
     "The ferry line across the harbour will run all night from May, the town council decided on Monday after three "
     "hours of talks.\n"
     "Nobody on the quay was surprised.\n"
     "A long wait\n"
     "\"We have asked for this since the bridge was closed,\" said Ben Sample, who keeps a bakery near the pier.\n"
     "The council named three points:\n"
     "- a boat every half hour until dawn\n"
     "- the same fare by day and by night\n"
     "- more light on both piers\n"
     "Advertisement sales in the local paper rose by four percent, and its newsletter now reaches every house on the "
     "island.\n"
     "Readers may share the view of the mayor, or they may not.\n"
     "Follow the path along the shore and you come to the old customs house.\n"
     "She said the club would sign up more members and watch how the comments of the council were taken.\n"
     "Why did it take so long?\n"
     "The related questions of noise and cost were put off, and the most read page of the report is the one on "
     "tickets.\n"
     "All rights to the landing place were sold in 1911, and the next court case is due in autumn.\n"
     "It is a start.\n"},
    {"de",
     "Fähre soll ab Mai die ganze Nacht fahren\n"
     "Von Anna Beispiel\n"
     "Die Fähre über den Hafen fährt ab Mai die ganze Nacht, das hat der Gemeinderat am Montag nach drei Stunden "
     "Beratung beschlossen.\n"
     "Überrascht war am Kai niemand.\n"
     "Lange gewartet\n"
     "„Darum bitten wir, seit die Brücke gesperrt ist“, sagte Ben Muster, der nahe der Mole eine Bäckerei führt.\n"
     "Der Rat nannte drei Punkte:\n"
     "- jede halbe Stunde ein Boot bis zum Morgen\n"
     "- derselbe Preis bei Tag und bei Nacht\n"
     "- mehr Licht an beiden Anlegern\n"
     "Die Zeitung verkaufte mehr Anzeigen als im Vorjahr, und ihr Newsletter erreicht nun jedes Haus auf der Insel.\n"
     "Wer dem Uferweg folgt, kommt an das alte Zollhaus.\n"
     "Warum hat das so lange gedauert?\n"
     "Über Lärm und Kosten wird später geredet, lesen kann man den Bericht im Rathaus.\n"
     "Ein Anfang ist gemacht.\n"},
    {"fr",
     "Le bac roulera toute la nuit dès le mois de mai\n"
     "Par Anne Exemple\n"
     "Le bac qui traverse le port roulera toute la nuit dès le mois de mai, a décidé lundi le conseil municipal après "
     "trois heures de débat.\n"
     "Sur le quai, personne n'était surpris.\n"
     "Une longue attente\n"
     "« Nous le demandons depuis la fermeture du pont », dit Luc Modèle, qui tient une boulangerie près de la jetée.\n"
     "Le conseil a retenu trois points :\n"
     "- un bateau toutes les demi-heures jusqu'à l'aube\n"
     "- le même prix de jour comme de nuit\n"
     "- plus de lumière sur les deux jetées\n"
     "La publicité locale a rapporté un peu plus que l'an dernier, et la lettre du club arrive dans chaque maison de "
     "l'île.\n"
     "Les lecteurs peuvent partager l'avis du maire, ou non.\n"
     "Pourquoi a-t-il fallu si longtemps ?\n"
     "On parlera plus tard du bruit et des coûts, et chacun pourra lire le rapport à la mairie.\n"
     "C'est un début.\n"},
    {"es",
     "El transbordador navegará toda la noche desde mayo\n"
     "Por Ana Ejemplo\n"
     "El transbordador que cruza el puerto navegará toda la noche desde mayo, decidió el lunes el ayuntamiento tras "
     "tres horas de debate.\n"
     "En el muelle nadie se sorprendió.\n"
     "Una larga espera\n"
     "«Lo pedimos desde que cerraron el puente», dijo Luis Modelo, que tiene una panadería junto al muelle.\n"
     "El ayuntamiento señaló tres puntos:\n"
     "- un barco cada media hora hasta el alba\n"
     "- el mismo precio de día y de noche\n"
     "- más luz en los dos muelles\n"
     "La publicidad en el diario local creció un cuatro por ciento, y su boletín llega ahora a todas las casas de la "
     "isla.\n"
     "Los vecinos pueden compartir la opinión del alcalde, o no.\n"
     "¿Por qué tardó tanto?\n"
     "Del ruido y de los costes se hablará más tarde, y el informe se puede leer en el ayuntamiento.\n"
     "Es un comienzo.\n"},
    {"pt",
     "A balsa vai navegar toda a noite a partir de maio\n"
     "Por Ana Exemplo\n"
     "A balsa que cruza o porto vai navegar toda a noite a partir de maio, decidiu na segunda-feira a câmara depois "
     "de três horas de debate.\n"
     "No cais ninguém ficou surpreso.\n"
     "Uma longa espera\n"
     "“Pedimos isto desde que a ponte fechou”, disse Rui Modelo, que tem uma padaria perto do cais.\n"
     "A câmara indicou três pontos:\n"
     "- um barco a cada meia hora até de manhã\n"
     "- o mesmo preço de dia e de noite\n"
     "- mais luz nos dois cais\n"
     "A publicidade no jornal local cresceu quatro por cento, e o boletim chega agora a todas as casas da ilha.\n"
     "Porque demorou tanto?\n"
     "Do barulho e dos custos fala-se mais tarde, e o relatório pode ser lido na câmara.\n"
     "É um começo.\n"},
    {"it",
     "Il traghetto navigherà tutta la notte da maggio\n"
     "Di Anna Esempio\n"
     "Il traghetto che attraversa il porto navigherà tutta la notte da maggio, ha deciso lunedì il comune dopo tre "
     "ore di dibattito.\n"
     "Sul molo nessuno si è stupito.\n"
     "Una lunga attesa\n"
     "«Lo chiediamo da quando hanno chiuso il ponte», dice Luca Modello, che ha un forno vicino al molo.\n"
     "Il comune ha indicato tre punti:\n"
     "- una barca ogni mezz'ora fino all'alba\n"
     "- lo stesso prezzo di giorno e di notte\n"
     "- più luce sui due moli\n"
     "La pubblicità sul giornale locale è cresciuta del quattro per cento, e la newsletter arriva in ogni casa "
     "dell'isola.\n"
     "Perché c'è voluto tanto?\n"
     "Di rumore e costi si parlerà più avanti, e il rapporto si può leggere in comune.\n"
     "È un inizio.\n"},
    {"nl",
     "Veerpont vaart vanaf mei de hele nacht\n"
     "Door Anna Voorbeeld\n"
     "De veerpont over de haven vaart vanaf mei de hele nacht, besloot de gemeenteraad maandag na drie uur praten.\n"
     "Op de kade was niemand verbaasd.\n"
     "Lang gewacht\n"
     "“We vragen hierom sinds de brug dicht is”, zei Bas Model, die bij de pier een bakkerij heeft.\n"
     "De raad noemde drie punten:\n"
     "- elk half uur een boot tot de ochtend\n"
     "- dezelfde prijs bij dag en bij nacht\n"
     "- meer licht op beide pieren\n"
     "De krant verkocht meer advertenties dan vorig jaar, en haar nieuwsbrief komt nu in elk huis op het eiland.\n"
     "Waarom duurde het zo lang?\n"
     "Over geluid en kosten wordt later gesproken, en wie wil kan het verslag lezen in het stadhuis.\n"
     "Het is een begin.\n"},
    {"sv",
     "Färjan går hela natten från maj\n"
     "Av Anna Exempel\n"
     "Färjan över hamnen går hela natten från maj, beslutade kommunen i måndags efter tre timmars samtal.\n"
     "På kajen var ingen förvånad.\n"
     "Lång väntan\n"
     "”Vi har bett om det här sedan bron stängdes”, sade Bo Modell, som har ett bageri nära piren.\n"
     "Kommunen nämnde tre punkter:\n"
     "- en båt varje halvtimme till morgonen\n"
     "- samma pris dag och natt\n"
     "- mer ljus på båda pirerna\n"
     "Tidningen sålde fler annonser än i fjol, och dess nyhetsbrev når nu varje hus på ön.\n"
     "Varför tog det så lång tid?\n"
     "Om buller och kostnader ska man tala senare, och den som vill kan läsa rapporten i stadshuset.\n"
     "Det är en början.\n"},
    {"pl",
     "Prom od maja popłynie przez całą noc\n"
     "Autor: Anna Przykład\n"
     "Prom przez port od maja będzie pływać przez całą noc, zdecydowała w poniedziałek rada miasta po trzech godzinach "
     "rozmów.\n"
     "Na nabrzeżu nikt się nie zdziwił.\n"
     "Długie czekanie\n"
     "„Prosimy o to, odkąd zamknięto most”, powiedział Jan Wzorowy, który prowadzi piekarnię koło mola.\n"
     "Rada wymieniła trzy punkty:\n"
     "- łódź co pół godziny aż do świtu\n"
     "- ta sama cena w dzień i w nocy\n"
     "- więcej światła na obu molach\n"
     "Reklama w miejscowej gazecie sprzedaje się lepiej niż rok temu, a jej biuletyn trafia do każdego domu na "
     "wyspie.\n"
     "Dlaczego trwało to tak długo?\n"
     "O hałasie i kosztach będzie mowa później, a raport można przeczytać w ratuszu.\n"
     "To dopiero początek.\n"},
    {"ru",
     "С мая паром будет ходить всю ночь\n"
     "Анна Примерова\n"
     "С мая паром через гавань будет ходить всю ночь, решил в понедельник городской совет после трёх часов "
     "разговоров.\n"
     "На набережной никто не удивился.\n"
     "Долгое ожидание\n"
     "«Мы просим об этом с тех пор, как закрыли мост», — сказал Иван Образцов, хозяин пекарни у пристани.\n"
     "Совет назвал три пункта:\n"
     "- лодка каждые полчаса до рассвета\n"
     "- одна цена днём и ночью\n"
     "- больше света на обоих причалах\n"
     "Реклама в местной газете подорожала на четыре процента, а её рассылку теперь получает каждый дом на острове.\n"
     "Почему это заняло столько времени?\n"
     "О шуме и расходах поговорят позже, а прочитать доклад можно в ратуше.\n"
     "Это только начало.\n"},
    {"uk",
     "З травня пором ходитиме всю ніч\n"
     "Анна Прикладна\n"
     "З травня пором через гавань ходитиме всю ніч, вирішила в понеділок міська рада після трьох годин розмов.\n"
     "На набережній ніхто не здивувався.\n"
     "Довге чекання\n"
     "«Ми просимо про це відтоді, як закрили міст», — сказав Іван Зразковий, господар пекарні біля пристані.\n"
     "Рада назвала три пункти:\n"
     "- човен кожні пів години до світанку\n"
     "- одна ціна вдень і вночі\n"
     "- більше світла на обох причалах\n"
     "Реклама в місцевій газеті подорожчала на чотири відсотки, а її розсилку тепер отримує кожен дім на острові.\n"
     "Чому це тривало так довго?\n"
     "Про шум і витрати поговорять пізніше, а прочитати звіт можна в ратуші.\n"
     "Це лише початок.\n"},
    {"el",
     "Το πλοίο θα ταξιδεύει όλη τη νύχτα από τον Μάιο\n"
     "Της Άννας Παραδείγματος\n"
     "Το πλοίο που διασχίζει το λιμάνι θα ταξιδεύει όλη τη νύχτα από τον Μάιο, αποφάσισε τη Δευτέρα ο δήμος μετά από "
     "τρεις ώρες συζήτησης.\n"
     "Στην προβλήτα κανείς δεν ξαφνιάστηκε.\n"
     "Μεγάλη αναμονή\n"
     "«Το ζητάμε από τότε που έκλεισε η γέφυρα», είπε ο φούρναρης του λιμανιού.\n"
     "Ο δήμος όρισε τρία σημεία:\n"
     "- ένα πλοίο κάθε μισή ώρα ως το πρωί\n"
     "- η ίδια τιμή μέρα και νύχτα\n"
     "- περισσότερο φως στις δύο προβλήτες\n"
     "Γιατί πήρε τόσο καιρό;\n"
     "Για τον θόρυβο και το κόστος θα μιλήσουν αργότερα, και η έκθεση είναι στο δημαρχείο για όποιον θέλει.\n"
     "Είναι μια αρχή.\n"},
    {"tr",
     "Vapur mayıstan itibaren bütün gece çalışacak\n"
     "Ayşe Örnek\n"
     "Limanı geçen vapur mayıstan itibaren bütün gece çalışacak, belediye meclisi pazartesi günü üç saatlik görüşmeden "
     "sonra böyle karar verdi.\n"
     "Rıhtımda kimse şaşırmadı.\n"
     "Uzun bir bekleyiş\n"
     "\"Köprü kapandığından beri bunu istiyoruz\" dedi iskelenin yanında fırını olan Can Örnek.\n"
     "Meclis üç noktayı saydı:\n"
     "- sabaha kadar yarım saatte bir vapur\n"
     "- gece gündüz aynı ücret\n"
     "- iki iskelede de daha çok ışık\n"
     "Yerel gazetenin reklam geliri yüzde dört arttı ve bülteni artık adadaki her eve ulaşıyor.\n"
     "Neden bu kadar uzun sürdü?\n"
     "Gürültü ve masraflar daha sonra konuşulacak, isteyen raporu belediyede okuyabilir.\n"
     "Bu bir başlangıç.\n"},
    {"ar",
     "العبّارة ستعمل طوال الليل ابتداء من أيار\n"
     "هناء المثال\n"
     "ستعمل العبّارة التي تقطع الميناء طوال الليل ابتداء من أيار، كما قرر المجلس البلدي يوم الاثنين بعد ثلاث ساعات من "
     "النقاش.\n"
     "لم يفاجأ أحد على الرصيف.\n"
     "انتظار طويل\n"
     "«نطلب ذلك منذ أن أغلق الجسر»، قال صاحب المخبز القريب من الرصيف.\n"
     "وذكر المجلس ثلاث نقاط:\n"
     "- مركب كل نصف ساعة حتى الفجر\n"
     "- السعر نفسه ليلا ونهارا\n"
     "- ضوء أكثر على الرصيفين\n"
     "وزادت مبيعات الإعلانات في الجريدة المحلية أربعة في المئة، وصارت نشرتها تصل إلى كل بيت في الجزيرة.\n"
     "لماذا طال الأمر إلى هذا الحد؟\n"
     "أما الضجيج والتكاليف فسيجري الحديث عنهما لاحقا، ويمكن لمن يريد أن يقرأ التقرير في البلدية.\n"
     "إنها بداية.\n"},
    {"fa",
     "کشتی مسافربری از خرداد تمام شب کار می‌کند\n"
     "آنا نمونه\n"
     "شورای شهر روز دوشنبه پس از سه ساعت گفت‌وگو تصمیم گرفت که کشتی مسافربری بندر از خرداد تمام شب کار کند.\n"
     "در اسکله کسی تعجب نکرد.\n"
     "انتظاری طولانی\n"
     "«از وقتی پل بسته شد همین را خواسته‌ایم»، این را نانوای کنار اسکله گفت.\n"
     "شورا سه نکته را نام برد:\n"
     "- هر نیم ساعت یک قایق تا صبح\n"
     "- یک قیمت برای روز و شب\n"
     "- نور بیشتر در هر دو اسکله\n"
     "فروش آگهی روزنامه محلی چهار درصد بیشتر شد و خبرنامه آن اکنون به همه خانه‌های جزیره می‌رسد.\n"
     "چرا این همه طول کشید؟\n"
     "درباره سر و صدا و هزینه‌ها بعدا صحبت می‌شود و هر کس بخواهد می‌تواند گزارش را در شهرداری بخواند.\n"
     "این یک آغاز است.\n"},
    {"he",
     "המעבורת תפעל כל הלילה החל ממאי\n"
     "מאת חנה דוגמה\n"
     "המעבורת שחוצה את הנמל תפעל כל הלילה החל ממאי, כך החליטה המועצה ביום שני אחרי שלוש שעות של דיון.\n"
     "על הרציף איש לא הופתע.\n"
     "המתנה ארוכה\n"
     "\"אנחנו מבקשים את זה מאז שהגשר נסגר\", אמר האופה שליד הרציף.\n"
     "המועצה מנתה שלוש נקודות:\n"
     "- סירה בכל חצי שעה עד הבוקר\n"
     "- אותו מחיר ביום ובלילה\n"
     "- יותר אור בשני הרציפים\n"
     "מכירות הפרסומת בעיתון המקומי עלו בארבעה אחוזים, והעלון שלו מגיע עכשיו לכל בית באי.\n"
     "למה זה לקח כל כך הרבה זמן?\n"
     "על הרעש ועל העלויות ידברו אחר כך, ומי שרוצה יכול לקרוא את הדוח בבית העירייה.\n"
     "זאת התחלה.\n"},
    {"hi",
     "मई से पूरी रात चलेगी नाव\n"
     "अन्ना उदाहरण\n"
     "बंदरगाह पार करने वाली नाव मई से पूरी रात चलेगी, नगर परिषद ने सोमवार को तीन घंटे की चर्चा के बाद यह फैसला किया।\n"
     "घाट पर किसी को अचरज नहीं हुआ।\n"
     "लंबा इंतज़ार\n"
     "“पुल बंद होने के बाद से हम यही माँग रहे हैं”, घाट के पास के नानबाई ने कहा।\n"
     "परिषद ने तीन बातें बताईं:\n"
     "- सुबह तक हर आधे घंटे में एक नाव\n"
     "- दिन और रात का एक ही किराया\n"
     "- दोनों घाटों पर ज़्यादा रोशनी\n"
     "स्थानीय अख़बार में विज्ञापन की बिक्री चार प्रतिशत बढ़ी और उसका समाचार पत्र अब द्वीप के हर घर तक पहुँचता है।\n"
     "इतना समय क्यों लगा?\n"
     "शोर और खर्च पर बाद में बात होगी, और जो चाहे वह नगर भवन में रिपोर्ट पढ़ सकता है।\n"
     "यह एक शुरुआत है।\n"},
    {"bn",
     "মে মাস থেকে সারা রাত চলবে খেয়া\n"
     "আনা উদাহরণ\n"
     "বন্দরের খেয়া মে মাস থেকে সারা রাত চলবে, সোমবার তিন ঘণ্টা আলোচনার পর নগর পরিষদ এই সিদ্ধান্ত নিয়েছে।\n"
     "ঘাটে কেউ অবাক হয়নি।\n"
     "দীর্ঘ অপেক্ষা\n"
     "“সেতু বন্ধ হওয়ার পর থেকে আমরা এটাই চাইছি”, বললেন ঘাটের পাশের রুটিওয়ালা।\n"
     "পরিষদ তিনটি কথা জানিয়েছে:\n"
     "- ভোর পর্যন্ত আধ ঘণ্টা পরপর নৌকা\n"
     "- দিনে ও রাতে একই ভাড়া\n"
     "- দুই ঘাটে আরও আলো\n"
     "এত সময় লাগল কেন?\n"
     "শব্দ ও খরচের কথা পরে হবে, আর যে চায় সে পৌর ভবনে প্রতিবেদন পড়তে পারে।\n"
     "এটা একটা শুরু।\n"},
    {"ur",
     "مئی سے کشتی ساری رات چلے گی\n"
     "انا مثال\n"
     "بندرگاہ پار کرنے والی کشتی مئی سے ساری رات چلے گی، شہر کی کونسل نے پیر کو تین گھنٹے کی بات چیت کے بعد یہ فیصلہ کیا۔\n"
     "گھاٹ پر کسی کو حیرت نہیں ہوئی۔\n"
     "لمبا انتظار\n"
     "کونسل نے تین باتیں بتائیں:\n"
     "- صبح تک ہر آدھے گھنٹے میں ایک کشتی\n"
     "- دن اور رات کا ایک ہی کرایہ\n"
     "- دونوں گھاٹوں پر زیادہ روشنی\n"
     "اتنا وقت کیوں لگا؟\n"
     "شور اور خرچ پر بعد میں بات ہوگی، اور جو چاہے وہ رپورٹ شہر کے دفتر میں پڑھ سکتا ہے۔\n"
     "یہ ایک آغاز ہے۔\n"},
    {"ta",
     "மே மாதம் முதல் இரவு முழுவதும் படகு\n"
     "ஆனா எடுத்துக்காட்டு\n"
     "துறைமுகத்தைக் கடக்கும் படகு மே மாதம் முதல் இரவு முழுவதும் ஓடும் என்று நகர மன்றம் திங்கட்கிழமை மூன்று மணி நேரம் பேசிய பின் "
     "முடிவு செய்தது.\n"
     "துறையில் யாரும் வியக்கவில்லை.\n"
     "நீண்ட காத்திருப்பு\n"
     "மன்றம் மூன்று கருத்துகளைச் சொன்னது:\n"
     "- விடியும் வரை அரை மணிக்கு ஒரு படகு\n"
     "- பகலும் இரவும் ஒரே கட்டணம்\n"
     "- இரு துறைகளிலும் கூடுதல் ஒளி\n"
     "ஏன் இவ்வளவு நாள் ஆனது?\n"
     "ஒலி பற்றியும் செலவு பற்றியும் பிறகு பேசுவார்கள், விரும்புபவர் அறிக்கையை நகர மன்றத்தில் படிக்கலாம்.\n"
     "இது ஒரு தொடக்கம்.\n"},
    {"zh",
     "渡轮五月起通宵航行\n"
     "安娜样本\n"
     "市议会星期一经过三个小时的讨论决定，横渡港口的渡轮从五月起通宵航行。\n"
     "码头上没有人感到意外。\n"
     "漫长的等待\n"
     "“自从大桥关闭以来，我们一直提出这个要求。”在码头旁边开面包店的老板说。\n"
     "议会提出三点：\n"
     "- 天亮以前每半小时一班船\n"
     "- 白天和夜里票价相同\n"
     "- 两个码头增加灯光\n"
     "本地报纸的广告收入增长了百分之四，它的通讯现在送到岛上的每一户人家。\n"
     "为什么花了这么长时间？\n"
     "噪音和费用的问题以后再谈，想看报告的人可以到市政厅阅读。\n"
     "这是一个开始。\n"},
    {"ja",
     "渡し船、五月から夜通し運航へ\n"
     "見本花子\n"
     "港を渡る船は五月から夜通し運航されることになり、町議会が月曜日に三時間の話し合いの末に決めた。\n"
     "桟橋で驚いた人はいなかった。\n"
     "長い待ち時間\n"
     "「橋が閉じてからずっとお願いしてきました」と桟橋の近くでパン屋を営む男性は話した。\n"
     "議会は三つの点を挙げた：\n"
     "- 夜明けまで三十分ごとに船を出す\n"
     "- 昼も夜も同じ料金にする\n"
     "- 二つの桟橋の明かりを増やす\n"
     "地元の新聞の広告収入は四パーセント増え、会報は島のすべての家に届くようになった。\n"
     "なぜこれほど時間がかかったのか。\n"
     "騒音と費用については後で話し合われ、報告書は役場で読むことができる。\n"
     "まだ始まりにすぎない。\n"},
    {"ko",
     "나룻배 오월부터 밤새 다닌다\n"
     "안나 보기\n"
     "항구를 건너는 나룻배가 오월부터 밤새 다니기로 했다고 시의회가 월요일 세 시간 동안 이야기한 끝에 결정했다.\n"
     "부두에서 놀란 사람은 없었다.\n"
     "오랜 기다림\n"
     "“다리가 닫힌 뒤로 계속 부탁해 왔습니다”라고 부두 옆 빵집 주인이 말했다.\n"
     "의회는 세 가지를 들었다:\n"
     "- 새벽까지 삼십 분마다 한 번씩 배가 다닌다\n"
     "- 낮과 밤의 요금이 같다\n"
     "- 두 부두의 불빛을 늘린다\n"
     "지역 신문의 광고 수입은 사 퍼센트 늘었고 소식지는 이제 섬의 모든 집에 간다.\n"
     "왜 이렇게 오래 걸렸을까?\n"
     "소음과 비용은 나중에 이야기하기로 했고 보고서는 시청에서 읽을 수 있다.\n"
     "이제 시작이다.\n"},
    {NULL, NULL},
};

const char wn_bank_credit_article[] =
    "Ferry line to run all night from May\n"
    "The ferry line across the harbour will run all night from May, the town council decided on Monday after three "
    "hours of talks.\n"
    "The related questions of noise and cost were put off, and nobody on the quay seemed to mind that very much.\n";

const char *const wn_bank_credits[] = {
    "(Reporting by A. Example; Editing by B. Sample)",
    "Reporting by A. Example in Harbour Town; Editing by B. Sample",
    "Additional reporting by C. Example",
    "Photo: C. Example",
    "Photo credit: C. Example/Harbour Agency",
    "Photograph: C. Example/Harbour Agency",
    "Photo by C. Example",
    "Correction: An earlier version of this article gave the wrong year for the pier.",
    "This article was amended on 3 May to correct the name of the ferry.",
    "Disclosure: The writer owns shares in the ferry company.",
    "With files from D. Example",
    "Foto: C. Beispiel/Hafenagentur",
    "(Mit Material der Hafenagentur)",
    "Text: A. Beispiel",
    "Photo : C. Exemple / Agence du Port",
    "(Avec l'Agence du Port)",
    "Foto: C. Ejemplo / Agencia del Puerto",
    "(Con información de la Agencia del Puerto)",
    "Foto: C. Esempio / Agenzia del Porto",
    "Фото: К. Примеров",
    "写真：見本花子",
    NULL,
};
