/* plain.c: makes text fit for a terminal. */
#include "base/plain.h"

#include "base/utf8.h"

bool wn_plain_put(wn_buf *out, wn_bytes text)
{
    for (size_t i = 0; i < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, i);
        if (c.is_valid && !wn_utf8_is_control(c.code))
            wn_buf_append(out, text.data + i, c.size);
        else
            for (size_t k = 0; k < c.size; k++)
                wn_buf_printf(out, "\\x%02x", (unsigned char)text.data[i + k]);
        i += c.size;
    }
    return !out->failed;
}
