/* vector.c : vectors, bytevectors and boxes. */

object prim_is_vector(object x) { return boolean(is_type(x, VECTOR)); }

int check_vector(object x, int position) {
	if (!is_type(x, VECTOR)) wrong_type(x, position, "a vector");
	return LENGTH(x);
}

object prim_make_vector(object length, object fill) {
	if (fill == MISSING) fill = UNSPECIFIED;
	return make_vector(check_index(length, 1, MOST_FIXNUM), fill);
}

object prim_vector(object* args, int n) {
	object vector = allocate(VECTOR, n);
	memcpy(ITEMS(vector), args, n * 4);
	return vector;
}

object prim_vector_length(object vector) { return FIXNUM(check_vector(vector, 1)); }

object prim_vector_ref(object vector, object index) {
	int i = check_index(index, 2, check_vector(vector, 1) - 1);
	return ITEMS(vector)[i];
}

object prim_vector_set(object vector, object index, object x) {
	int i = check_index(index, 2, check_vector(vector, 1) - 1);
	ITEMS(vector)[i] = x;
	return UNSPECIFIED;
}

object prim_vector_fill(object vector, object x, object start, object end) {
	int length = check_vector(vector, 1);
	int i = start_of(start, 3, length);
	length = end_of(end, 4, i, length);
	while (i < length) {
		ITEMS(vector)[i] = x;
		i = i + 1;
	}
	return UNSPECIFIED;
}

object prim_vector_copy(object vector, object start, object end) {
	int length = check_vector(vector, 1);
	int from = start_of(start, 2, length);
	length = end_of(end, 3, from, length) - from;
	return prim_vector((object*) ((char*) ITEMS(vector) + (4 * from)), length);
}

object prim_vector_to_list(object vector, object start, object end) {
	int length = check_vector(vector, 1);
	int from = start_of(start, 2, length);
	length = end_of(end, 3, from, length) - from;
	return prim_list((object*) ((char*) ITEMS(vector) + (4 * from)), length);
}

object prim_list_to_vector(object list) {
	object vector = allocate(VECTOR, check_list(list, 1));
	int i = 0;
	while (list != NIL) {
		ITEMS(vector)[i] = list->car;
		i = i + 1;
		list = list->cdr;
	}
	return vector;
}

/* ---- Bytevectors ---- */

object prim_is_bytevector(object x) { return boolean(is_type(x, BYTEVECTOR)); }

int check_bytevector(object x, int position) {
	if (!is_type(x, BYTEVECTOR)) wrong_type(x, position, "a bytevector");
	return STRING_OF(x)->length;
}

object prim_make_bytevector(object length, object fill) {
	int n = check_index(length, 1, MOST_FIXNUM);
	object result = allocate_string(BYTEVECTOR, n);
	int byte = 0;
	if (fill != MISSING) byte = check_range(fill, 2, -128, 255);
	memset(BYTES(result), byte, n);
	return result;
}

object prim_bytevector_length(object bytes) { return FIXNUM(check_bytevector(bytes, 1)); }

/* Where in its bytevector a field of `size` bytes begins */
char* field(object bytes, object index, int size) {
	int i = check_index(index, 2, check_bytevector(bytes, 1) - size);
	return BYTES(bytes) + i;
}

object get_field(object bytes, object index, int size) {
	char* at = field(bytes, index, size);
	int low = at[0] & 255;
	if (size > 1) low = low | ((at[1] & 255) << 8);
	if (size < 4) return FIXNUM(low);
	low = low | ((at[2] & 255) << 16);
	if (at[3] >= 0) return integer(low | (at[3] << 24));
	/* the top bit counts as 2 to the 31st */
	return add(integer(low | ((at[3] & 127) << 24)), multiply(FIXNUM(65536), FIXNUM(32768)));
}

object set_field(object bytes, object index, object x, int size) {
	char* at = field(bytes, index, size);
	int i;
	check_number(x, 3);
	for (i = 0; i < size; i = i + 1) {
		at[i] = VALUE(logic(x, FIXNUM(255), '&'));
		x = prim_ash(x, FIXNUM(-8));
	}
	return UNSPECIFIED;
}

object prim_bytevector_u8_ref(object bytes, object index) { return get_field(bytes, index, 1); }
object prim_bytevector_u8_set(object bytes, object index, object x) { return set_field(bytes, index, x, 1); }
object prim_bytevector_u16_ref(object bytes, object index) { return get_field(bytes, index, 2); }
object prim_bytevector_u16_set(object bytes, object index, object x) { return set_field(bytes, index, x, 2); }
object prim_bytevector_u32_ref(object bytes, object index) { return get_field(bytes, index, 4); }
object prim_bytevector_u32_set(object bytes, object index, object x) { return set_field(bytes, index, x, 4); }

object prim_bytevector_copy(object bytes, object start, object end) {
	int length = check_bytevector(bytes, 1);
	int from = start_of(start, 2, length);
	object result;
	length = end_of(end, 3, from, length) - from;
	result = allocate_string(BYTEVECTOR, length);
	memcpy(BYTES(result), BYTES(bytes) + from, length);
	return result;
}

object prim_utf8_to_string(object bytes) {
	int length = check_bytevector(bytes, 1);
	return new_string(BYTES(bytes), length);
}

object prim_string_to_utf8(object text) {
	int length = check_string(text, 1);
	object result = allocate_string(BYTEVECTOR, length);
	memcpy(BYTES(result), BYTES(text), length);
	return result;
}

/* ---- Boxes: fluids and variables that closures share ---- */

object make_box(object value) {
	object box = allocate(BOX, 1);
	BOX_OF(box)->value = value;
	return box;
}

object prim_make_fluid(object value) {
	if (value == MISSING) value = FALSE;
	return make_box(value);
}

object prim_fluid_ref(object box) {
	if (!is_type(box, BOX)) wrong_type(box, 1, "a fluid");
	return BOX_OF(box)->value;
}

object prim_fluid_set(object box, object value) {
	if (!is_type(box, BOX)) wrong_type(box, 1, "a fluid");
	BOX_OF(box)->value = value;
	return UNSPECIFIED;
}

object prim_is_fluid(object x) { return boolean(is_type(x, BOX)); }
