/* record.c : records, and the procedures that make and use them.
 *
 * A record is its type and its fields. A type is a record too, whose own type is #f: (name fields). The procedures are
 * objects of their own kind, entered directly: they are called more often than anything else.
 */

object new_record(object type, int fields) {
	object record = allocate(RECORD, fields + 1);
	RECORD_OF(record)->type = type;
	return record;
}

int is_record_type(object x) { if (!is_type(x, RECORD)) return 0; return RECORD_OF(x)->type == FALSE; }
void check_record_type(object type) { if (!is_record_type(type)) wrong_type(type, 1, "a record type"); }

object prim_make_record_type(object name, object fields) {
	object type = new_record(FALSE, 2);
	ITEMS(type)[1] = name;
	ITEMS(type)[2] = fields;
	return type;
}

object prim_is_record(object x) {
	if (!is_type(x, RECORD)) return FALSE;
	return boolean(RECORD_OF(x)->type != FALSE);
}

object prim_record_type_descriptor(object x) {
	if (!is_type(x, RECORD)) wrong_type(x, 1, "a record");
	return RECORD_OF(x)->type;
}

object prim_record_type_name(object type) { check_record_type(type); return ITEMS(type)[1]; }
object prim_record_type_fields(object type) { check_record_type(type); return ITEMS(type)[2]; }

/* ---- Procedures of a type ---- */

object new_accessor(object type, FUNCTION enter, object name) {
	object result = allocate(ACCESSOR, 6);
	struct accessor* a = ACCESSOR_OF(result);
	check_record_type(type);
	a->enter = enter;
	a->type = type;
	a->index = 0;
	a->field = FALSE;
	a->name = name;
	if (name == MISSING) a->name = ITEMS(type)[1];
	return result;
}

/* The number of a field, 1 for the first */
int field_index(object type, object field) {
	object fields;
	int i = 1;
	check_record_type(type);
	for (fields = ITEMS(type)[2]; IS_PAIR(fields); fields = fields->cdr) {
		if (fields->car == field) return i;
		i = i + 1;
	}
	throw_message("misc-error", "no such field:", list2(field, ITEMS(type)[1]));
	return 0;
}

/* "NAME: argument 1 has to be a TYPE, but is", x */
void not_of_type(struct accessor* a, object x) {
	object port = prim_open_output_string();
	struct port* p = PORT_OF(port);
	print(p, a->name, 0);
	put_text(p, ": argument 1 has to be a ");
	print(p, ITEMS(a->type)[1], 0);
	put_text(p, ", but is");
	throw_error("wrong-type-arg", list2(prim_get_output_string(port), x));
}

void check_record(struct accessor* a, object x) {
	if (!is_type(x, RECORD)) not_of_type(a, x);
	if (RECORD_OF(x)->type != a->type) not_of_type(a, x);
}

/* With a second argument it tells the name of the field: set-field asks that. */
void enter_accessor(void) {
	struct accessor* a = ACCESSOR_OF(callee);
	object x = fp[0];
	if (1 != argc) {
		if (2 != argc) wrong_arguments();
		acc = a->field;
	} else {
		check_record(a, x);
		acc = ITEMS(x)[a->index];
	}
	op_return();
}

void enter_modifier(void) {
	struct accessor* a = ACCESSOR_OF(callee);
	if (2 != argc) wrong_arguments();
	check_record(a, fp[0]);
	ITEMS(fp[0])[a->index] = fp[1];
	acc = UNSPECIFIED;
	op_return();
}

void enter_predicate(void) {
	struct accessor* a = ACCESSOR_OF(callee);
	if (1 != argc) wrong_arguments();
	acc = FALSE;
	if (is_type(fp[0], RECORD)) acc = boolean(RECORD_OF(fp[0])->type == a->type);
	op_return();
}

/* a->index: how many fields there are; a->field: the numbers of those that are given, as a vector */
void enter_constructor(void) {
	struct accessor* a = ACCESSOR_OF(callee);
	object record;
	int i;
	if (LENGTH(a->field) != argc) wrong_arguments();
	record = new_record(a->type, a->index);
	for (i = 1; i <= a->index; i = i + 1) ITEMS(record)[i] = UNSPECIFIED;
	for (i = 0; i < argc; i = i + 1) ITEMS(record)[(int) (ITEMS(a->field)[i]) >> 1] = fp[i];
	acc = record;
	op_return();
}

object prim_record_accessor(object type, object field, object name) {
	object result = new_accessor(type, enter_accessor, name);
	ACCESSOR_OF(result)->index = field_index(type, field);
	ACCESSOR_OF(result)->field = field;
	return result;
}

object prim_record_modifier(object type, object field, object name) {
	object result = new_accessor(type, enter_modifier, name);
	ACCESSOR_OF(result)->index = field_index(type, field);
	return result;
}

object prim_record_predicate(object type, object name) { return new_accessor(type, enter_predicate, name); }

/* The arguments are the values of these fields; the others start unspecified. */
object prim_record_constructor(object type, object fields, object name) {
	object result = new_accessor(type, enter_constructor, name);
	object numbers;
	int i = 0;
	if (fields == MISSING) fields = ITEMS(type)[2];
	numbers = make_vector(check_list(fields, 2), FALSE);
	while (fields != NIL) {
		ITEMS(numbers)[i] = FIXNUM(field_index(type, fields->car));
		i = i + 1;
		fields = fields->cdr;
	}
	ACCESSOR_OF(result)->index = check_list(ITEMS(type)[2], 1);
	ACCESSOR_OF(result)->field = numbers;
	return result;
}

/* A copy of the record with another value in the field of this accessor */
object prim_set_field(object record, object accessor, object value) {
	struct accessor* a;
	object copy;
	if (PROCEDURE_TAG != TAG(accessor)) wrong_type(accessor, 2, "an accessor");
	if (enter_accessor != PROCEDURE(accessor)->enter) wrong_type(accessor, 2, "an accessor");
	a = ACCESSOR_OF(accessor);
	check_record(a, record);
	copy = allocate(RECORD, LENGTH(record));
	memcpy(ITEMS(copy), ITEMS(record), LENGTH(record) * 4);
	ITEMS(copy)[a->index] = value;
	return copy;
}
