/* relocate.c: fills in the addresses that are kept in short, and then protects them.
 *
 * Wherever the program is loaded, its tables of pointers must be moved there. The linker writes down
 * which words those are, in 24 bytes for each or, when asked (-z pack-relative-relocs), in a bit or
 * two. musl reads the short form from 1.2.4 on; older ones leave it alone, and then it is done here:
 * _init runs before everything of the program's own, and nothing of musl's that runs earlier has such
 * pointers. It is also here, for musl does not, that what need not change any more is made read-only. */
#include <elf.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef DT_RELR
#define DT_RELRSZ 35
#define DT_RELR 36
#endif

#if __SIZEOF_POINTER__ == 8
typedef Elf64_Dyn  entry;
typedef Elf64_Ehdr file_header;
typedef Elf64_Phdr segment;
#else
typedef Elf32_Dyn  entry;
typedef Elf32_Ehdr file_header;
typedef Elf32_Phdr segment;
#endif

#define BITS (8 * sizeof(size_t) - 1)

extern const entry       _DYNAMIC[] __attribute__((visibility("hidden")));
extern const file_header __ehdr_start __attribute__((visibility("hidden")));
void                     _init(void);
void                     _fini(void);

/* A pointer to itself, once it was moved. */
static void *const volatile moved = (void *)&moved;

static size_t find(long tag)
{
    for (const entry *one = _DYNAMIC; one->d_tag; one++)
        if (one->d_tag == tag)
            return one->d_un.d_val;
    return 0;
}

/* An even entry is the place of one word; an odd one has a bit for each of the words after the last place. */
static void move_all(size_t base, const size_t *entries, size_t count)
{
    size_t *place = (size_t *)base;
    for (size_t i = 0; i < count; i++) {
        if (!(entries[i] & 1)) {
            place = (size_t *)(base + entries[i]);
            *place++ += base;
            continue;
        }
        for (size_t k = 0; k < BITS; k++)
            if (entries[i] >> (k + 1) & 1)
                place[k] += base;
        place += BITS;
    }
}

static void protect(size_t base)
{
    const segment *header = (const segment *)(base + __ehdr_start.e_phoff);
    size_t         page = (size_t)sysconf(_SC_PAGESIZE);
    for (size_t i = 0; i < __ehdr_start.e_phnum; i++) {
        size_t begin = (base + header[i].p_vaddr) & ~(page - 1),
               end = (base + header[i].p_vaddr + header[i].p_memsz) & ~(page - 1);
        if (header[i].p_type == PT_GNU_RELRO && end > begin)
            mprotect((void *)begin, end - begin, PROT_READ);
    }
}

void _init(void)
{
    size_t base = (size_t)&__ehdr_start;
    if (moved != (void *)&moved && find(DT_RELR))
        move_all(base, (const size_t *)(base + find(DT_RELR)), find(DT_RELRSZ) / sizeof(size_t));
    protect(base);
}

void _fini(void)
{
}
