/* generate.c: makes text to measure on: invented news with invented boilerplate, from a seed.
 *
 * usage: generate KIND MEGABYTES SEED > FILE
 *
 *     english119    lines of 119 bytes on average
 *     english201    lines of 201 bytes on average
 *     multilingual  a dozen languages and five scripts, article by article
 *     jsonl         english201, an article in each record
 *     article       one English article of about 4 KB, whatever MEGABYTES says
 *     anchored      english119 with removable lines of 1000 kinds, "Marker0123: ...", and no blank lines
 *
 * Articles are a headline, paragraphs, and lines that a news site puts around them: 11 to 16 bytes of
 * a hundred are removable. The same arguments make the same bytes everywhere. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct generator {
    uint64_t state;
} generator;

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(generator *g)
{
    uint64_t z = g->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static size_t below(generator *g, size_t bound)
{
    return (size_t)(next_random(g) % bound);
}

static bool one_in(generator *g, size_t n)
{
    return below(g, n) == 0;
}

/* Small numbers often, large ones rarely, as words go in a language. */
static size_t skewed(generator *g, size_t bound)
{
    size_t a = below(g, bound), b = below(g, bound), c = below(g, bound);
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* ---- words ---- */

typedef struct language {
    const char        *code;
    const char        *space;
    const char        *end;
    const char *const *words;  /* frequent ones first; NULL ends them */
    const char *const *labels; /* removable lines */
} language;

static const char *const english_words[] = {"the",
                                            "of",
                                            "and",
                                            "to",
                                            "in",
                                            "a",
                                            "that",
                                            "was",
                                            "for",
                                            "on",
                                            "with",
                                            "said",
                                            "as",
                                            "at",
                                            "by",
                                            "it",
                                            "from",
                                            "had",
                                            "were",
                                            "be",
                                            "has",
                                            "his",
                                            "which",
                                            "not",
                                            "but",
                                            "their",
                                            "an",
                                            "after",
                                            "are",
                                            "who",
                                            "this",
                                            "would",
                                            "been",
                                            "will",
                                            "have",
                                            "or",
                                            "they",
                                            "its",
                                            "more",
                                            "when",
                                            "one",
                                            "two",
                                            "about",
                                            "than",
                                            "could",
                                            "harbour",
                                            "council",
                                            "ferry",
                                            "mayor",
                                            "town",
                                            "island",
                                            "people",
                                            "year",
                                            "years",
                                            "new",
                                            "first",
                                            "last",
                                            "week",
                                            "month",
                                            "government",
                                            "minister",
                                            "officials",
                                            "police",
                                            "court",
                                            "company",
                                            "workers",
                                            "market",
                                            "prices",
                                            "percent",
                                            "million",
                                            "plan",
                                            "report",
                                            "school",
                                            "hospital",
                                            "students",
                                            "families",
                                            "residents",
                                            "local",
                                            "national",
                                            "public",
                                            "former",
                                            "early",
                                            "later",
                                            "between",
                                            "during",
                                            "against",
                                            "before",
                                            "because",
                                            "while",
                                            "where",
                                            "under",
                                            "through",
                                            "into",
                                            "over",
                                            "since",
                                            "until",
                                            "also",
                                            "only",
                                            "still",
                                            "storm",
                                            "water",
                                            "bridge",
                                            "road",
                                            "station",
                                            "tram",
                                            "train",
                                            "airport",
                                            "flights",
                                            "budget",
                                            "tax",
                                            "taxes",
                                            "bank",
                                            "shares",
                                            "investors",
                                            "growth",
                                            "economy",
                                            "trade",
                                            "election",
                                            "vote",
                                            "voters",
                                            "party",
                                            "parliament",
                                            "coalition",
                                            "opposition",
                                            "president",
                                            "leader",
                                            "talks",
                                            "agreement",
                                            "deal",
                                            "proposal",
                                            "decision",
                                            "meeting",
                                            "committee",
                                            "spokesman",
                                            "statement",
                                            "evidence",
                                            "research",
                                            "study",
                                            "scientists",
                                            "climate",
                                            "weather",
                                            "rain",
                                            "temperatures",
                                            "summer",
                                            "winter",
                                            "spring",
                                            "autumn",
                                            "Monday",
                                            "Tuesday",
                                            "Wednesday",
                                            "Thursday",
                                            "Friday",
                                            "Saturday",
                                            "Sunday",
                                            "March",
                                            "April",
                                            "June",
                                            "August",
                                            "October",
                                            "northern",
                                            "southern",
                                            "eastern",
                                            "western",
                                            "coast",
                                            "valley",
                                            "river",
                                            "mountain",
                                            "farmers",
                                            "fishing",
                                            "fishermen",
                                            "boats",
                                            "museum",
                                            "theatre",
                                            "orchestra",
                                            "festival",
                                            "season",
                                            "match",
                                            "goal",
                                            "coach",
                                            "players",
                                            "team",
                                            "stadium",
                                            "championship",
                                            "victory",
                                            "defeat",
                                            "injury",
                                            "record",
                                            "supporters",
                                            "captain",
                                            "announced",
                                            "approved",
                                            "rejected",
                                            "expected",
                                            "described",
                                            "confirmed",
                                            "reported",
                                            "opened",
                                            "closed",
                                            "rebuilt",
                                            "damaged",
                                            "replaced",
                                            "delayed",
                                            "cancelled",
                                            "increased",
                                            "declined",
                                            "remained",
                                            "continued",
                                            "according",
                                            "including",
                                            "following",
                                            "despite",
                                            "although",
                                            "however",
                                            "meanwhile",
                                            "several",
                                            "nearly",
                                            "hundreds",
                                            "thousands",
                                            "emergency",
                                            "services",
                                            "firefighters",
                                            "ambulance",
                                            "hours",
                                            "morning",
                                            "evening",
                                            "night",
                                            "building",
                                            "apartment",
                                            "neighbourhood",
                                            "community",
                                            "project",
                                            "construction",
                                            "engineers",
                                            "concrete",
                                            "cranes",
                                            "container",
                                            "terminal",
                                            "shipping",
                                            "cargo",
                                            "customs",
                                            "border",
                                            "refugees",
                                            "shelter",
                                            "charity",
                                            "volunteers",
                                            "donations",
                                            "campaign",
                                            "hearing",
                                            "lawyer",
                                            "judge",
                                            "trial",
                                            "verdict",
                                            "appeal",
                                            "sentence",
                                            "prison",
                                            "technology",
                                            "software",
                                            "network",
                                            "energy",
                                            "power",
                                            "solar",
                                            "turbines",
                                            "electricity",
                                            "supply",
                                            "demand",
                                            "storage",
                                            "battery",
                                            "vehicles",
                                            "traffic",
                                            "passengers",
                                            NULL};

static const char *const english_labels[] = {
    "Advertisement",
    "ADVERTISEMENT",
    "Article continues below advertisement",
    "Story continues below advertisement",
    "Sign up for our newsletter",
    "Sign up for our free daily newsletter and never miss a story from the harbour and the islands around it",
    "Subscribe to our newsletter",
    "Follow us on Facebook, Twitter and Instagram",
    "Follow us on Twitter for the latest news, pictures and videos from all over the country and the world",
    "Share this article",
    "Share on Facebook",
    "Read more: New pier opens to walkers after years of delay and a long quarrel about the cost of the planks",
    "Read also: Ferry company cancels its winter crossings while repairs to the northern terminal continue",
    "Related stories",
    "Related articles",
    "Recommended for you",
    "You may also like",
    "Most read",
    "Comments",
    "Leave a comment",
    "Click here to subscribe",
    "All rights reserved.",
    "Copyright 2026 The Harbour Desk. All rights reserved. Ask us before you print it.",
    "Skip advertisement",
    "Sponsored content",
    "Print this article",
    "Back to top",
    "Privacy policy",
    "Terms of use",
    "Download our app from the App Store or Google Play and read the news wherever you are, day and night",
    NULL};

static const char *const german_words[] = {
    "der",       "die",    "und",       "in",     "den",      "von",     "zu",     "das",      "mit",
    "sich",      "des",    "auf",       "für",    "ist",      "im",      "dem",    "nicht",    "ein",
    "eine",      "als",    "auch",      "nach",   "über",     "Hafen",   "Fähre",  "Stadtrat", "Bürgermeisterin",
    "Brücke",    "Straße", "Millionen", "Euro",   "gestern",  "sagte",   "sprach", "Gemeinde", "Verkehr",
    "Regierung", "Sturm",  "Küste",     "größer", "kürzlich", "Mädchen", "Häuser", "während",  "wurden",
    "können",    "müssen", NULL};
static const char *const french_words[] = {"le",      "la",        "les",          "de",      "des",      "et",
                                           "à",       "en",        "que",          "dans",    "pour",     "sur",
                                           "avec",    "est",       "été",          "une",     "qui",      "mairie",
                                           "île",     "traversée", "conseil",      "société", "années",   "après",
                                           "déjà",    "marché",    "gouvernement", "côte",    "pêcheurs", "école",
                                           "élus",    "budget",    "jeudi",        "selon",   "français", "près",
                                           "tempête", NULL};
static const char *const spanish_words[] = {"el",       "la",      "los",      "de",      "que",       "y",    "en",
                                            "un",       "por",     "con",      "para",    "una",       "su",   "al",
                                            "más",      "como",    "según",    "puerto",  "alcaldesa", "año",  "niños",
                                            "también",  "después", "gobierno", "reunión", "economía",  "isla", "pesca",
                                            "ministro", "dijo",    "millones", "barrio",  "región",    "día",  NULL};
static const char *const russian_words[] = {
    "и",     "в",       "на",     "не",      "что",           "с",        "по",        "для",     "из",
    "от",    "до",      "как",    "его",     "был",           "была",     "году",      "порт",    "паром",
    "город", "остров",  "жители", "сообщил", "правительство", "компания", "миллионов", "рублей",  "дорога",
    "школа", "шторм",   "рынок",  "суд",     "решение",       "встреча",  "рабочие",   "министр", "сказал",
    "после", "области", NULL};
static const char *const ukrainian_words[] = {"і",        "у",         "на",   "не",       "що",        "з",
                                              "до",       "для",       "від",  "як",       "його",      "був",
                                              "була",     "році",      "порт", "пором",    "місто",     "острів",
                                              "мешканці", "повідомив", "уряд", "компанія", "мільйонів", "гривень",
                                              "дорога",   "школа",     "буря", NULL};
static const char *const greek_words[] = {"και",      "το",    "η",      "ο",           "να",       "του",
                                          "της",      "με",    "σε",     "για",         "που",      "από",
                                          "λιμάνι",   "δήμος", "πλοίο",  "νησί",        "κάτοικοι", "κυβέρνηση",
                                          "υπουργός", "είπε",  "χρόνια", "εκατομμύρια", "ευρώ",     "γέφυρα",
                                          "σχολείο",  NULL};
static const char *const arabic_words[] = {"في",      "من",      "على",     "إلى",    "أن",      "التي",    "عن",
                                           "مع",      "هذا",     "بعد",     "قال",    "كان",     "الميناء", "الجزيرة",
                                           "المدينة", "الحكومة", "الوزير",  "السكان", "مليون",   "العام",   "الماضي",
                                           "الجسر",   "المدرسة", "العاصفة", "الشركة", "الأسعار", NULL};
static const char *const hebrew_words[] = {"של",   "את",    "על",   "לא",   "עם",  "הוא",    "כי",     "אל",     "זה",
                                           "היא",  "אמר",   "הנמל", "העיר", "האי", "הממשלה", "תושבים", "מיליון", "השנה",
                                           "הגשר", "החברה", "אחרי", "לפני", "בית", "הספר",   NULL};
static const char *const hindi_words[] = {"के",    "में",   "की", "है",      "से",    "को",   "का",    "और",   "पर",
                                          "ने",    "कि",  "यह", "बंदरगाह", "नगर",  "द्वीप", "सरकार", "मंत्री", "लोग",
                                          "करोड़", "साल", "पुल", "स्कूल",    "कंपनी", "बाद",  "कहा",   NULL};
static const char *const chinese_words[] = {"的",   "在",     "了",   "和",   "是",   "港口", "渡轮",
                                            "市长", "岛上",   "居民", "政府", "公司", "表示", "记者",
                                            "去年", "今年",   "桥梁", "学校", "工程", "计划", "经济",
                                            "增长", "百分之", "会议", "决定", "，",   "，",   NULL};
static const char *const japanese_words[] = {"の",     "に",   "は",       "を",     "が",   "と",   "で",   "した",
                                             "ている", "港",   "フェリー", "市長",   "島",   "住民", "政府", "会社",
                                             "発表",   "昨年", "今年",     "橋",     "学校", "工事", "計画", "経済",
                                             "、",     "、",   "について", "ことが", NULL};
static const char *const korean_words[] = {"이",   "그",       "및",     "항구", "여객선", "시장은", "섬",   "주민들",
                                           "정부", "회사",     "지난해", "올해", "다리",   "학교",   "공사", "계획",
                                           "경제", "회의에서", "밝혔다", "대한", "위해",   "것으로", NULL};

static const char *const german_labels[] = {"Anzeige",
                                            "Newsletter abonnieren",
                                            "Mehr zum Thema",
                                            "Teilen",
                                            "Lesen Sie auch: Neue Brücke am Hafen eröffnet nach langem Streit",
                                            "Kommentare",
                                            NULL};
static const char *const french_labels[] = {"Publicité",
                                            "Inscrivez-vous à notre newsletter",
                                            "À lire aussi : le nouveau pont du port ouvre enfin aux promeneurs",
                                            "Partager",
                                            "Lire aussi",
                                            "Commentaires",
                                            NULL};
static const char *const spanish_labels[] = {"Publicidad",
                                             "Suscríbete a nuestro boletín",
                                             "Lea también: el puente nuevo del puerto abre por fin a los paseantes",
                                             "Compartir",
                                             "Noticias relacionadas",
                                             "Comentarios",
                                             NULL};
static const char *const russian_labels[] = {"Реклама",
                                             "Подписывайтесь на наш телеграм-канал",
                                             "Читайте также: новый мост в порту открыли после долгого спора",
                                             "Поделиться",
                                             "Читайте также",
                                             "Комментарии",
                                             NULL};
static const char *const ukrainian_labels[] = {"Реклама",
                                               "Підписуйтесь на наш телеграм-канал",
                                               "Читайте також: новий міст у порту відкрили",
                                               "Поділитися",
                                               "Коментарі",
                                               NULL};
static const char *const greek_labels[] = {"Διαφήμιση", "Διαβάστε επίσης: άνοιξε η νέα γέφυρα στο λιμάνι", "Σχόλια",
                                           NULL};
static const char *const arabic_labels[] = {"إعلان", "اقرأ أيضا: افتتاح الجسر الجديد في الميناء بعد سنوات", "شارك",
                                            "التعليقات", NULL};
static const char *const hebrew_labels[] = {"פרסומת", "קראו עוד: הגשר החדש בנמל נפתח", "תגובות", NULL};
static const char *const hindi_labels[] = {"विज्ञापन", "यह भी पढ़ें: बंदरगाह का नया पुल खुला", NULL};
static const char *const chinese_labels[] = {"广告", "相关新闻", "点击查看更多", NULL};
static const char *const japanese_labels[] = {"広告", "関連記事", "コメント", NULL};
static const char *const korean_labels[] = {"광고", "관련기사", "댓글", NULL};

static const language english = {"en", " ", ".", english_words, english_labels};
static const language languages[] = {
    {"en", " ", ".", english_words, english_labels}, {"de", " ", ".", german_words, german_labels},
    {"fr", " ", ".", french_words, french_labels},   {"es", " ", ".", spanish_words, spanish_labels},
    {"ru", " ", ".", russian_words, russian_labels}, {"uk", " ", ".", ukrainian_words, ukrainian_labels},
    {"el", " ", ".", greek_words, greek_labels},     {"ar", " ", ".", arabic_words, arabic_labels},
    {"he", " ", ".", hebrew_words, hebrew_labels},   {"hi", " ", "।", hindi_words, hindi_labels},
    {"zh", "", "。", chinese_words, chinese_labels}, {"ja", "", "。", japanese_words, japanese_labels},
    {"ko", " ", ".", korean_words, korean_labels},
};

static size_t count_of(const char *const *list)
{
    size_t count = 0;
    while (list[count])
        count++;
    return count;
}

/* ---- lines ---- */

typedef struct text {
    char  *data;
    size_t size;
    size_t room;
} text;

static void put(text *t, const char *string)
{
    size_t size = strlen(string);
    if (t->size + size > t->room) {
        t->room = (t->size + size) * 2;
        t->data = realloc(t->data, t->room);
        if (!t->data)
            exit(EXIT_FAILURE);
    }
    memcpy(t->data + t->size, string, size);
    t->size += size;
}

static void put_words(generator *g, text *t, const language *l, size_t bytes)
{
    size_t begin = t->size, count = count_of(l->words);
    while (t->size - begin < bytes) {
        if (t->size > begin && !one_in(g, 12))
            put(t, l->space);
        else if (t->size > begin)
            put(t, *l->space ? ", " : "");
        put(t, l->words[skewed(g, count)]);
        if (*l->space && one_in(g, 60)) {
            char number[32];
            snprintf(number, sizeof number, " %zu", 1 + below(g, 2030));
            put(t, number);
        }
    }
}

static void capitalise(text *t, size_t at)
{
    if (t->data[at] >= 'a' && t->data[at] <= 'z')
        t->data[at] = (char)(t->data[at] - 'a' + 'A');
}

/* One or more sentences; some are quoted, some have an apostrophe. */
static void put_paragraph(generator *g, text *t, const language *l, size_t bytes)
{
    size_t begin = t->size;
    while (t->size - begin < bytes) {
        size_t left = bytes - (t->size - begin);
        size_t want = 60 + below(g, 120);
        bool   quoted = one_in(g, 9);
        if (t->size > begin)
            put(t, l->space);
        if (quoted)
            put(t, one_in(g, 2) ? "\"" : "“");
        size_t at = t->size;
        put_words(g, t, l, want < left ? want : left);
        capitalise(t, at);
        if (one_in(g, 14) && *l->space)
            put(t, one_in(g, 3) ? " the town’s harbour" : " the town's harbour");
        put(t, l->end);
        if (quoted)
            put(t, t->data[at - 1] == '"' ? "\"" : "”");
    }
    put(t, "\n");
}

static void put_headline(generator *g, text *t, const language *l)
{
    size_t at = t->size;
    put_words(g, t, l, 30 + below(g, 40));
    capitalise(t, at);
    put(t, "\n");
}

typedef struct style {
    size_t paragraph;      /* bytes, on average */
    size_t label_of;       /* a label after one paragraph of so many */
    size_t numbered_kinds; /* removable lines "Kind 123 marker ...": of so many kinds; 0: labels */
} style;

static void put_label(generator *g, text *t, const language *l, const style *s)
{
    char line[64];
    if (!s->numbered_kinds) {
        put(t, l->labels[below(g, count_of(l->labels))]);
    } else {
        snprintf(line, sizeof line, "Marker%04zu: ", below(g, s->numbered_kinds));
        put(t, line);
        put_words(g, t, l, 20 + below(g, 40));
    }
    put(t, "\n");
}

static void put_article(generator *g, text *t, const language *l, const style *s, size_t bytes)
{
    size_t begin = t->size;
    put_headline(g, t, l);
    while (t->size - begin < bytes) {
        put_paragraph(g, t, l, s->paragraph / 2 + below(g, s->paragraph));
        if (one_in(g, s->label_of))
            put_label(g, t, l, s);
        if (!s->numbered_kinds && one_in(g, 3))
            put(t, "\n");
    }
    for (size_t i = 0; i < 4; i++)
        put_label(g, t, l, s);
    if (!s->numbered_kinds)
        put(t, "\n");
}

/* ---- records ---- */

static void put_escaped(text *t, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char one[2] = {data[i], '\0'};
        put(t, data[i] == '\n' ? "\\n" : data[i] == '"' ? "\\\"" : one);
    }
}

static void put_record(generator *g, text *out, text *scratch, const style *s, size_t number)
{
    char head[128];
    scratch->size = 0;
    put_article(g, scratch, &english, s, 2000 + below(g, 4000));
    snprintf(head, sizeof head,
             "{\"id\": %zu, \"url\": \"https://news.example.org/%zu\", \"lang\": \"en\", \"text\": \"", number, number);
    put(out, head);
    put_escaped(out, scratch->data, scratch->size);
    put(out, "\"}\n");
}

/* ---- the program ---- */

static bool flush(text *t)
{
    bool done = fwrite(t->data, 1, t->size, stdout) == t->size;
    t->size = 0;
    return done;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: generate KIND MEGABYTES SEED\n", stderr);
        return 2;
    }
    const char *kind = argv[1];
    size_t      bytes = strtoull(argv[2], NULL, 10) << 20, done = 0;
    generator   g = {strtoull(argv[3], NULL, 10)};
    bool        is_short = !strcmp(kind, "english119") || !strcmp(kind, "anchored");
    style       s = {.paragraph = is_short ? 168 : 300, .label_of = is_short ? 2 : 1};
    text        out = {0}, scratch = {0};
    if (!strcmp(kind, "anchored"))
        s.numbered_kinds = 1000;
    if (!strcmp(kind, "article")) {
        put_article(&g, &out, &english, &s, 3700);
        return flush(&out) && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    for (size_t i = 0; done < bytes; i++) {
        const language *l = &english;
        if (!strcmp(kind, "multilingual"))
            l = &languages[below(&g, sizeof languages / sizeof *languages)];
        if (!strcmp(kind, "jsonl"))
            put_record(&g, &out, &scratch, &s, i);
        else
            put_article(&g, &out, l, &s, 2000 + below(&g, 4000));
        done += out.size;
        if (!flush(&out))
            return EXIT_FAILURE;
    }
    free(out.data);
    free(scratch.data);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
