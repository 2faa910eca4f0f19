/* record.c : records, and the procedures that make and use them; (mes core record) has the rest.
 *
 * A record is its type and its fields. A type is a record too, whose own type is #f: (name fields). The procedures are
 * objects of their own kind, entered directly: they are called more often than anything else.
 */

object new_record(object type, int fields) {
	object record = allocate(RECORD, fields + 1);
	RECORD_OF(record)->type = type;
	return record;
}

object prim_is_record(object x) { return boolean(is_type(x, RECORD)); }

/* (%record type field ...) */
object prim_record(object* args, int n) {
	object record = new_record(args[0], n - 1);
	memcpy(ITEMS(record), args, n * 4);
	return record;
}

/* (%record-ref record i): the type is number 0 */
object prim_record_ref(object record, object index) {
	if (!is_type(record, RECORD)) wrong_type(record, 1, "a record");
	return ITEMS(record)[check_index(index, 2, LENGTH(record) - 1)];
}

/* ---- Procedures of a type ---- */

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

/* (%record-procedure kind type index field name) */
object prim_record_procedure(object* args, int n) {
	object result = allocate(ACCESSOR, 6);
	struct accessor* a = ACCESSOR_OF(result);
	a->enter = enter_accessor;
	if (args[0] == FIXNUM(1)) a->enter = enter_modifier;
	if (args[0] == FIXNUM(2)) a->enter = enter_predicate;
	if (args[0] == FIXNUM(3)) a->enter = enter_constructor;
	a->type = args[1];
	a->index = VALUE(args[2]);
	a->field = args[3];
	a->name = args[4];
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
