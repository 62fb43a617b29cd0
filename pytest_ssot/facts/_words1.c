/* The words of texts: what `words.py` tells in Python as well, several times as fast.

   A word is a run of ASCII letters, digits, underscores and bytes from 0x80 on. Nothing is read but the bytes
   that are handed over. What is answered has a number in the module's name, so that no older build is asked. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define FEW_SLOTS 1024
#define PROBES_A_BYTE 4 /* words that were chosen to get in each other's way need more */

typedef struct {
    uint32_t checksum;
    uint32_t length; /* 0 in a free slot */
    size_t start;    /* of the word among the `told` */
} Slot;

typedef struct {
    Slot *slots; /* a power of two, of which at most half are taken */
    size_t size, taken;
    char *told; /* each word once, between two spaces */
    size_t end;
} Words;

static uint32_t checksum_of[256]; /* CRC-32 of a byte, by the polynomial of zlib's */
static unsigned char is_in_word[256];

static void
prepare(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t rest = byte;
        for (int bit = 0; bit < 8; bit++)
            rest = (rest >> 1) ^ (rest & 1 ? 0xEDB88320u : 0);
        checksum_of[byte] = rest;
        is_in_word[byte] = byte >= 0x80 || byte == '_' || (byte >= '0' && byte <= '9')
                           || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
    }
}

static int
make_room(Words *words)
{
    size_t size = words->size * 4;
    Slot *slots = PyMem_Calloc(size, sizeof(Slot));
    if (slots == NULL)
        return -1;
    for (size_t old = 0; old < words->size; old++) {
        if (words->slots[old].length != 0) {
            size_t place = words->slots[old].checksum & (size - 1);
            while (slots[place].length != 0)
                place = (place + 1) & (size - 1);
            slots[place] = words->slots[old];
        }
    }
    PyMem_Free(words->slots);
    words->slots = slots;
    words->size = size;
    return 0;
}

/* How many slots were looked at to find a word or a place for it; 0 when there is no memory. */
static size_t
note(Words *words, const char *word, uint32_t length, uint32_t checksum)
{
    if (words->taken * 2 >= words->size && make_room(words) < 0)
        return 0;
    size_t place = checksum & (words->size - 1), probes = 1;
    for (Slot *slot; (slot = &words->slots[place])->length != 0; probes++) {
        if (slot->checksum == checksum && slot->length == length
            && memcmp(words->told + slot->start, word, length) == 0)
            return probes;
        place = (place + 1) & (words->size - 1);
    }
    words->slots[place] = (Slot){checksum, length, words->end};
    words->taken++;
    memcpy(words->told + words->end, word, length);
    words->told[words->end + length] = ' ';
    words->end += length + 1;
    return probes;
}

/* 1 when all words of a text are noted, 0 when that would take too long, -1 when there is no memory. */
static int
note_all(Words *words, const unsigned char *text, size_t size)
{
    size_t left = size * PROBES_A_BYTE + FEW_SLOTS;
    for (size_t place = 0; place < size;) {
        if (!is_in_word[text[place]]) {
            place++;
            continue;
        }
        size_t start = place;
        uint32_t rest = 0xFFFFFFFFu;
        for (; place < size && is_in_word[text[place]]; place++)
            rest = checksum_of[(rest ^ text[place]) & 0xFF] ^ (rest >> 8);
        size_t probes = note(words, (const char *)text + start, (uint32_t)(place - start), ~rest);
        if (probes == 0)
            return -1;
        if (probes > left)
            return 0;
        left -= probes;
    }
    return 1;
}

static PyObject *
answer(const Words *words)
{
    PyObject *told = PyBytes_FromStringAndSize(words->told, (Py_ssize_t)words->end);
    PyObject *checksums = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(words->taken * sizeof(uint32_t)));
    PyObject *both = NULL;
    if (told != NULL && checksums != NULL) {
        char *next = PyBytes_AsString(checksums);
        for (size_t place = 0; place < words->size; place++) {
            if (words->slots[place].length != 0) {
                memcpy(next, &words->slots[place].checksum, sizeof(uint32_t));
                next += sizeof(uint32_t);
            }
        }
        both = PyTuple_Pack(2, told, checksums);
    }
    Py_XDECREF(told);
    Py_XDECREF(checksums);
    return both;
}

PyDoc_STRVAR(words_doc,
    "words(text)\n--\n\nThe words of a text, each once between two spaces, and their CRC-32 in the machine's order,\n"
    "four bytes each, in no order. None when that would take long: someone chose words of like checksums.");

static PyObject *
tell_words(PyObject *Py_UNUSED(module), PyObject *argument)
{
    char *text;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(argument, &text, &size) < 0)
        return NULL;
    if ((uint64_t)size > UINT32_MAX)
        Py_RETURN_NONE;
    Words words = {.slots = PyMem_Calloc(FEW_SLOTS, sizeof(Slot)), .size = FEW_SLOTS,
                   .told = PyMem_Malloc((size_t)size + 2), .end = 1};
    PyObject *found = NULL;
    if (words.slots != NULL && words.told != NULL) {
        words.told[0] = ' ';
        int is_done = note_all(&words, (const unsigned char *)text, (size_t)size);
        if (is_done > 0)
            found = answer(&words);
        else if (is_done == 0)
            found = Py_NewRef(Py_None);
        else
            PyErr_NoMemory();
    }
    else {
        PyErr_NoMemory();
    }
    PyMem_Free(words.slots);
    PyMem_Free(words.told);
    return found;
}

/* Sorts by eleven bits at a time, the lowest first; `spare` has as much room. Where the sorted ones are. */
static uint32_t *
sort(uint32_t *numbers, uint32_t *spare, size_t size)
{
    for (int shift = 0; shift < 32; shift += 11) {
        size_t ends[2049] = {0};
        for (size_t place = 0; place < size; place++)
            ends[((numbers[place] >> shift) & 2047) + 1]++;
        for (int digit = 0; digit < 2048; digit++)
            ends[digit + 1] += ends[digit];
        for (size_t place = 0; place < size; place++)
            spare[ends[(numbers[place] >> shift) & 2047]++] = numbers[place];
        uint32_t *sorted = spare;
        spare = numbers;
        numbers = sorted;
    }
    return numbers;
}

PyDoc_STRVAR(distinct_doc, "distinct(checksums)\n--\n\nChecksums, four bytes each, in ascending order and each once.");

static PyObject *
tell_distinct(PyObject *Py_UNUSED(module), PyObject *argument)
{
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(argument, &bytes, &length) < 0)
        return NULL;
    size_t size = (size_t)length / sizeof(uint32_t);
    uint32_t *room = PyMem_Malloc((2 * size + 1) * sizeof(uint32_t));
    if (room == NULL)
        return PyErr_NoMemory();
    memcpy(room, bytes, size * sizeof(uint32_t));
    uint32_t *sorted = sort(room, room + size, size);
    size_t kept = 0;
    for (size_t place = 0; place < size; place++)
        if (kept == 0 || sorted[place] != sorted[kept - 1])
            sorted[kept++] = sorted[place];
    PyObject *found = PyBytes_FromStringAndSize((char *)sorted, (Py_ssize_t)(kept * sizeof(uint32_t)));
    PyMem_Free(room);
    return found;
}

static PyMethodDef methods[] = {
    {"words", tell_words, METH_O, words_doc},
    {"distinct", tell_distinct, METH_O, distinct_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
#ifdef Py_MOD_GIL_NOT_USED /* Python 3.13 */
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, .m_name = "_words1", .m_doc = "The words of texts.", .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit__words1(void)
{
    prepare();
    return PyModuleDef_Init(&module);
}
