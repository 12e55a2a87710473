/* wet_header.c: reads the lines of a header. Used by wet.c and wet_record.c. */
#include "format/wet_header.h"

#include <string.h>
#include <strings.h>

/* ---- languages ---- */

/* ISO 639-3 as Common Crawl has it, and ISO 639-1 as policies have it. */
static const char languages[][2][4] = {
    {"afr", "af"}, {"ara", "ar"}, {"aze", "az"}, {"bel", "be"}, {"ben", "bn"}, {"bos", "bs"}, {"bul", "bg"},
    {"cat", "ca"}, {"ces", "cs"}, {"cym", "cy"}, {"dan", "da"}, {"deu", "de"}, {"ell", "el"}, {"eng", "en"},
    {"epo", "eo"}, {"est", "et"}, {"eus", "eu"}, {"fas", "fa"}, {"fin", "fi"}, {"fra", "fr"}, {"gle", "ga"},
    {"glg", "gl"}, {"guj", "gu"}, {"heb", "he"}, {"hin", "hi"}, {"hrv", "hr"}, {"hun", "hu"}, {"hye", "hy"},
    {"ind", "id"}, {"isl", "is"}, {"ita", "it"}, {"jpn", "ja"}, {"kan", "kn"}, {"kat", "ka"}, {"kaz", "kk"},
    {"kor", "ko"}, {"lav", "lv"}, {"lit", "lt"}, {"mal", "ml"}, {"mar", "mr"}, {"mkd", "mk"}, {"mon", "mn"},
    {"msa", "ms"}, {"nep", "ne"}, {"nld", "nl"}, {"nno", "nn"}, {"nor", "no"}, {"pan", "pa"}, {"pol", "pl"},
    {"por", "pt"}, {"ron", "ro"}, {"rus", "ru"}, {"sin", "si"}, {"slk", "sk"}, {"slv", "sl"}, {"spa", "es"},
    {"sqi", "sq"}, {"srp", "sr"}, {"swa", "sw"}, {"swe", "sv"}, {"tam", "ta"}, {"tel", "te"}, {"tgl", "tl"},
    {"tha", "th"}, {"tur", "tr"}, {"ukr", "uk"}, {"urd", "ur"}, {"uzb", "uz"}, {"vie", "vi"}, {"zho", "zh"},
};

const char *wn_wet_lang(wn_bytes lang)
{
    if (lang.size < 3 || (lang.size > 3 && lang.data[3] != ',' && lang.data[3] != ' '))
        return NULL;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (memcmp(lang.data, languages[i][0], 3) == 0)
            return languages[i][1];
    return NULL;
}

/* ---- lines ---- */

typedef struct field {
    wn_bytes name;
    wn_range value; /* without white space around it */
} field;

static bool is_named(const field *f, const char *name)
{
    return f->name.size == strlen(name) && strncasecmp(f->name.data, name, f->name.size) == 0;
}

static wn_bytes value_of(wn_bytes header, const field *f)
{
    return (wn_bytes){header.data + f->value.begin, f->value.end - f->value.begin};
}

static wn_wet_header refuse(wn_wet_header h, const char *why, size_t offset)
{
    h.fault = why;
    h.fault_offset = offset;
    return h;
}

/* Reads the line text[*at..], and moves behind its end; false when it is no field. */
static bool read_field(wn_bytes header, size_t *at, field *f)
{
    const char *begin = header.data + *at, *end = memchr(begin, '\r', header.size - *at);
    if (!end || end + 1 >= header.data + header.size || end[1] != '\n')
        return false;
    const char *colon = memchr(begin, ':', (size_t)(end - begin));
    *f = (field){.name = {begin, colon ? (size_t)(colon - begin) : 0}};
    if (!colon || colon == begin)
        return false;
    f->value = (wn_range){(size_t)(colon + 1 - header.data), (size_t)(end - header.data)};
    while (f->value.begin < f->value.end && memchr(" \t", header.data[f->value.begin], 2))
        f->value.begin++;
    while (f->value.end > f->value.begin && memchr(" \t", header.data[f->value.end - 1], 2))
        f->value.end--;
    *at = (size_t)(end + 2 - header.data);
    return true;
}

static bool read_length(wn_bytes digits, uint64_t *length)
{
    *length = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9' || *length > (UINT64_MAX >> 4) / 10)
            return false;
        *length = *length * 10 + (uint64_t)(digits.data[i] - '0');
    }
    return digits.size > 0;
}

/* The sum behind "sha1:"; another one cannot be made anew. */
static bool read_digest(wn_bytes header, const field *f, wn_range *digest)
{
    wn_bytes value = value_of(header, f);
    if (value.size != 5 + 32 || strncasecmp(value.data, "sha1:", 5) != 0)
        return false;
    *digest = (wn_range){f->value.begin + 5, f->value.end};
    return true;
}

static void note_field(wn_wet_header *h, wn_bytes header, const field *f)
{
    wn_bytes value = value_of(header, f);
    if (is_named(f, "WARC-Type")) {
        h->is_conversion = value.size == 10 && strncasecmp(value.data, "conversion", 10) == 0;
    } else if (is_named(f, "Content-Length")) {
        if (h->length.end)
            *h = refuse(*h, "Content-Length stands twice in its header", f->value.begin);
        else if (!read_length(value, &h->content_bytes))
            *h = refuse(*h, "its Content-Length is no number", f->value.begin);
        h->length = f->value;
    } else if (is_named(f, "WARC-Record-ID")) {
        h->id = value;
    } else if (is_named(f, "WARC-Target-URI")) {
        h->address = value;
    } else if (is_named(f, "WARC-Identified-Content-Language")) {
        h->lang = value;
    }
}

wn_wet_header wn_wet_header_read(wn_bytes header)
{
    wn_wet_header h = {0};
    field         f;
    const char   *line_end = memchr(header.data, '\n', header.size);
    size_t        at = line_end ? (size_t)(line_end + 1 - header.data) : header.size;
    bool          has_other_digest = false;
    while (at + 2 < header.size && !h.fault) {
        if (memchr(" \t", header.data[at], 2)) { /* more of the field before */
            line_end = memchr(header.data + at, '\n', header.size - at);
            at = line_end ? (size_t)(line_end + 1 - header.data) : header.size;
            continue;
        }
        size_t begin = at;
        if (!read_field(header, &at, &f))
            return refuse(h, "a line of its header is no field", begin);
        note_field(&h, header, &f);
        if (is_named(&f, "WARC-Block-Digest"))
            has_other_digest |= !read_digest(header, &f, &h.digest);
        if (is_named(&f, "WARC-Payload-Digest"))
            has_other_digest |= !read_digest(header, &f, &h.payload);
    }
    if (!h.fault && !h.length.end)
        return refuse(h, "its header has no Content-Length", 0);
    if (!h.fault && has_other_digest && h.is_conversion)
        return refuse(h, "its digest is none of SHA-1 in base32, so it cannot be made anew", 0);
    return h;
}
