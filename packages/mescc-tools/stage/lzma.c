/* lzma.c : the LZMA decoder. A range coder gives bits, each with its own learned probability; the
 * bits spell literals and copies; window.c makes bytes of them. */

/* ---- Range decoder: gives bits for probabilities ---- */

unsigned range;
unsigned code;

enum { ONE = 2048, LEARNING_SHIFT = 5 };         /* a probability of 1; how slowly it is learned */

void begin_range(void)
{
	int i;
	range = ~0;
	code = 0;
	if(0 != get_byte()) damaged("compressed data must begin with a 0 byte");
	for(i = 0; i < 4; i = i + 1) code = (code << 8) | get_byte();
}

/* A bit by probability model[i] (of a 0), which learns from it. */
int get_bit(int* model, int i)
{
	int p = model[i];
	unsigned bound;
	if(range < 0x1000000)
	{
		range = range << 8;
		code = (code << 8) | get_byte();
	}
	bound = (range >> 11) * p;
	if(code < bound)
	{
		range = bound;
		model[i] = p + ((ONE - p) >> LEARNING_SHIFT);
		return 0;
	}
	range = range - bound;
	code = code - bound;
	model[i] = p - (p >> LEARNING_SHIFT);
	return 1;
}

/* Bits of even probability, high one first. */
int get_plain_bits(int count)
{
	int value = 0;
	while(count > 0)
	{
		if(range < 0x1000000)
		{
			range = range << 8;
			code = (code << 8) | get_byte();
		}
		range = range >> 1;
		value = value << 1;
		if(code >= range)
		{
			code = code - range;
			value = value | 1;
		}
		count = count - 1;
	}
	return value;
}

/* A number of `count` bits, high one first: each bit's probability depends on all bits before it,
 * which lie in model[first + 1] onwards as a tree. */
int get_tree(int* model, int first, int count)
{
	int node = 1;
	int i;
	for(i = 0; i < count; i = i + 1) node = (node << 1) | get_bit(model, first + node);
	return node - (1 << count);
}

/* The same, low bit first. */
int get_reverse_tree(int* model, int first, int count)
{
	int node = 1;
	int value = 0;
	int bit;
	int i;
	for(i = 0; i < count; i = i + 1)
	{
		bit = get_bit(model, first + node);
		node = (node << 1) | bit;
		value = value | (bit << i);
	}
	return value;
}

/* ---- Models: arrays of probabilities ---- */

struct model_list
{
	struct model_list* next;
	int* model;
	int size;
};

struct model_list* models;

int* new_model(int size)
{
	struct model_list* m = allocate(sizeof(struct model_list));
	m->next = models;
	m->size = size;
	m->model = malloc(size * sizeof(int));
	if(0 == m->model) fail("out of memory", "", "");
	models = m;
	return m->model;
}

enum { STATES = 12, POSITIONS = 16, FIRST_COPY_STATE = 7, MOST_LITERAL_BITS = 4 };

int* is_copy;            /* by state and position: a literal or a copy? */
int* is_repeat;          /* by state: a new distance or one of the last four? */
int* is_not_last;        /* not the last distance? */
int* is_not_second;
int* is_not_third;
int* is_longer;          /* by state and position: the last distance, and longer than 1? */
int* literal_model;      /* by neighbours: 3 trees of 256 */
int* slot_model;         /* by length: the distance's highest bits and how many more there are */
int* middle_model;       /* the middle bits of distances in slots 4 to 13 */
int* low_model;          /* the 4 lowest bits of distances in the slots above */

/* Lengths are 2-9, 10-17 or 18-273, by two choices and three trees. */
struct length_model
{
	int* choice;
	int* low;            /* by position */
	int* middle;         /* by position */
	int* high;
};

struct length_model* copy_length;
struct length_model* repeat_length;

struct length_model* new_length_model(void)
{
	struct length_model* m = allocate(sizeof(struct length_model));
	m->choice = new_model(2);
	m->low = new_model(POSITIONS * 8);
	m->middle = new_model(POSITIONS * 8);
	m->high = new_model(256);
	return m;
}

void begin_lzma(void)
{
	is_copy = new_model(STATES * POSITIONS);
	is_repeat = new_model(STATES);
	is_not_last = new_model(STATES);
	is_not_second = new_model(STATES);
	is_not_third = new_model(STATES);
	is_longer = new_model(STATES * POSITIONS);
	literal_model = new_model(0x300 << MOST_LITERAL_BITS);
	slot_model = new_model(4 * 64);
	middle_model = new_model(128);
	low_model = new_model(16);
	copy_length = new_length_model();
	repeat_length = new_length_model();
}

/* ---- The decoder's state ---- */

int state;               /* 0-6: literals lately, 7-11: copies lately, in some detail */
int distance_0;          /* the last four distances; 1 is the byte before */
int distance_1;
int distance_2;
int distance_3;
int literal_context;     /* how many high bits of the last byte choose a literal's trees (lc) */
int literal_position;    /* and how many low bits of the position (lp) */
int position_mask;       /* the low bits of the position that choose the other models (pb) */

void reset_lzma(void)
{
	struct model_list* m;
	int* model;
	int i;
	for(m = models; 0 != m; m = m->next)
	{
		model = m->model;
		for(i = 0; i < m->size; i = i + 1) model[i] = ONE / 2;
	}
	state = 0;
	distance_0 = 1;
	distance_1 = 1;
	distance_2 = 1;
	distance_3 = 1;
}

/* properties := (pb * 5 + lp) * 9 + lc */
void set_properties(int byte)
{
	if(byte >= (9 * 5 * 5)) damaged("impossible LZMA properties");
	literal_context = byte % 9;
	byte = byte / 9;
	literal_position = byte % 5;
	position_mask = (1 << (byte / 5)) - 1;
	if((literal_context + literal_position) > MOST_LITERAL_BITS) damaged("impossible LZMA properties");
}

/* ---- Literals and copies ---- */

int last_byte(void)
{
	if(!window_is_full) if(0 == window_at) return 0;
	return window[window_back(1)] & 0xFF;
}

/* literal := 8 bits by a tree; after a copy, as long as they agree with the byte that would have come
 * next in the copy, by trees that know that byte's bit */
void get_literal(void)
{
	int context = ((window_at & ((1 << literal_position) - 1)) << literal_context) | (last_byte() >> (8 - literal_context));
	int first = 0x300 * context;
	int node = 1;
	int expected;
	int expected_bit;
	int bit;
	if(state >= FIRST_COPY_STATE)
	{
		expected = window[window_back(distance_0)] & 0xFF;
		do
		{
			expected_bit = (expected >> 7) & 1;
			expected = expected << 1;
			bit = get_bit(literal_model, first + ((1 + expected_bit) << 8) + node);
			node = (node << 1) | bit;
		} while((bit == expected_bit) & (node < 256));
	}
	while(node < 256) node = (node << 1) | get_bit(literal_model, first + node);
	window_put(node);
	if(state < 4) state = 0;
	else if(state < 10) state = state - 3;
	else state = state - 6;
}

int get_length(struct length_model* m, int position)
{
	if(0 == get_bit(m->choice, 0)) return 2 + get_tree(m->low, position * 8, 3);
	if(0 == get_bit(m->choice, 1)) return 10 + get_tree(m->middle, position * 8, 3);
	return 18 + get_tree(m->high, 0, 8);
}

/* distance := slot(6 bits by a tree) more bits
 * Slots 0-3 are the distances 1-4. From 4 on, the slot has the two highest bits and the number of bits below. */
int get_distance(int length)
{
	int group = length - 2;
	int slot;
	int count;
	int high;
	if(group > 3) group = 3;
	slot = get_tree(slot_model, group * 64, 6);
	if(slot < 4) return slot + 1;
	count = (slot >> 1) - 1;
	high = (2 | (slot & 1)) << count;
	/* The trees of slots 4 to 13 lie one behind the other. */
	if(slot < 14) return high + get_reverse_tree(middle_model, high - slot, count) + 1;
	high = high + (get_plain_bits(count - 4) << 4);
	return high + get_reverse_tree(low_model, 0, 4) + 1;
}

/* Takes the second, third or fourth last distance to the front. */
void choose_older_distance(void)
{
	int chosen = distance_1;
	if(get_bit(is_not_second, state))
	{
		chosen = distance_2;
		if(get_bit(is_not_third, state))
		{
			chosen = distance_3;
			distance_3 = distance_2;
		}
		distance_2 = distance_1;
	}
	distance_1 = distance_0;
	distance_0 = chosen;
}

/* copy := length distance | repeat       the new state is the smaller number after literals */
void copy_state(int after_literal, int after_copy)
{
	if(state < FIRST_COPY_STATE) state = after_literal;
	else state = after_copy;
}

/* Returns the length of the copy to make from distance_0. */
int get_copy(int position)
{
	int length;
	if(0 == get_bit(is_repeat, state))
	{
		distance_3 = distance_2;
		distance_2 = distance_1;
		distance_1 = distance_0;
		length = get_length(copy_length, position);
		distance_0 = get_distance(length);
		copy_state(7, 10);
		return length;
	}
	if(get_bit(is_not_last, state)) choose_older_distance();
	else if(0 == get_bit(is_longer, (state * POSITIONS) + position))
	{
		copy_state(9, 11);
		return 1;
	}
	length = get_length(repeat_length, position);
	copy_state(8, 11);
	return length;
}

/* data := { literal | copy }             up to exactly `size` bytes */
void get_lzma(int size)
{
	int position;
	int length;
	while(size > 0)
	{
		position = window_at & position_mask;
		length = 1;
		if(get_bit(is_copy, (state * POSITIONS) + position))
		{
			length = get_copy(position);
			if(length > size) damaged("a copy beyond the end of its chunk");
			window_copy(distance_0, length);
		}
		else get_literal();
		size = size - length;
	}
}
