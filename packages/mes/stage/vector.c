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

object prim_vector_to_list(object vector, object start, object end) {
	int length = check_vector(vector, 1);
	int from = start_of(start, 2, length);
	length = end_of(end, 3, from, length) - from;
	return prim_list((object*) ((char*) ITEMS(vector) + (4 * from)), length);
}

object prim_list_to_vector(object list) {
	object vector = allocate(VECTOR, check_list(list, 1));
	int i;
	for (i = 0; list != NIL; i++) {
		ITEMS(vector)[i] = list->car;
		list = list->cdr;
	}
	return vector;
}

/* ---- Bytevectors ---- */

#define WORDS_OF(bytevector) ((int*) BYTES(bytevector))

object prim_is_bytevector(object x) { return boolean(is_type(x, BYTEVECTOR)); }

int check_bytevector(object x, int position) {
	if (!is_type(x, BYTEVECTOR)) wrong_type(x, position, "a bytevector");
	return STRING_OF(x)->length;
}

object prim_make_bytevector(object length, object fill) {
	object result = allocate_string(BYTEVECTOR, check_index(length, 1, MOST_FIXNUM));
	int byte = 0;
	if (fill != MISSING) byte = check_range(fill, 2, -128, 255);
	memset(BYTES(result), byte, STRING_OF(result)->length);
	return result;
}

object prim_bytevector_length(object bytes) { return FIXNUM(check_bytevector(bytes, 1)); }

object prim_bytevector_u8_ref(object bytes, object index) {
	int i = check_index(index, 2, check_bytevector(bytes, 1) - 1);
	return FIXNUM(BYTES(bytes)[i] & 255);
}

object prim_bytevector_u8_set(object bytes, object index, object x) {
	int i = check_index(index, 2, check_bytevector(bytes, 1) - 1);
	BYTES(bytes)[i] = check_range(x, 3, -128, 255);
	return UNSPECIFIED;
}

/* ---- Boxes: fluids, and variables that closures share ---- */

object make_box(object value) { object box = allocate(BOX, 1); BOX_OF(box)->value = value; return box; }
void check_fluid(object x) { if (!is_type(x, BOX)) wrong_type(x, 1, "a fluid"); }
object prim_is_fluid(object x) { return boolean(is_type(x, BOX)); }
object prim_make_fluid(object value) { if (value == MISSING) value = FALSE; return make_box(value); }
object prim_fluid_ref(object box) { check_fluid(box); return BOX_OF(box)->value; }

object prim_fluid_set(object box, object value) {
	check_fluid(box);
	BOX_OF(box)->value = value;
	return UNSPECIFIED;
}
