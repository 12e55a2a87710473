/* base64.c: three bytes are four letters. */
#include "base/base64.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool wn_base64_put(wn_buf *out, wn_bytes bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.data;
    for (size_t left = bytes.size; left; left -= left < 3 ? left : 3, p += 3) {
        uint32_t group = (uint32_t)p[0] << 16 | (left > 1 ? (uint32_t)p[1] << 8 : 0) | (left > 2 ? p[2] : 0u);
        char     letters[4] = {alphabet[group >> 18], alphabet[group >> 12 & 63], '=', '='};
        if (left > 1)
            letters[2] = alphabet[group >> 6 & 63];
        if (left > 2)
            letters[3] = alphabet[group & 63];
        wn_buf_append(out, letters, 4);
        if (left <= 3)
            break;
    }
    return !out->failed;
}

/* The value of a letter, or 64. */
static uint32_t value_of(char letter)
{
    const char *found = letter ? strchr(alphabet, letter) : NULL;
    return found ? (uint32_t)(found - alphabet) : 64;
}

/* Reads four letters, of which the last `padding` are '='. The bits that no byte takes must be 0. */
static bool read_group(wn_buf *out, const char *letters, size_t padding)
{
    uint32_t group = 0;
    for (size_t i = 0; i < 4; i++) {
        uint32_t value = i < 4 - padding ? value_of(letters[i]) : 0;
        if (value > 63)
            return false;
        group = group << 6 | value;
    }
    if (group & ((UINT32_C(1) << 8 * padding) - 1))
        return false;
    char bytes[3] = {(char)(group >> 16), (char)(group >> 8), (char)group};
    return wn_buf_append(out, bytes, 3 - padding);
}

bool wn_base64_read(wn_buf *out, wn_bytes letters)
{
    if (letters.size % 4)
        return false;
    for (size_t i = 0; i < letters.size; i += 4) {
        const char *group = letters.data + i;
        size_t      padding = 0;
        if (i + 4 == letters.size && group[3] == '=')
            padding = group[2] == '=' ? 2 : 1;
        if (!read_group(out, group, padding))
            return false;
    }
    return true;
}
