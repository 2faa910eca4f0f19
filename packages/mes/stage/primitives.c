/* primitives.c : what C gives to Scheme: the tables of primitives. To add one is to add a line.
 *
 * A primitive is a C function of its arguments. Optional arguments that are not given are MISSING; a function without
 * a limit (MANY) gets the arguments as an array, and their number.
 */

object prim_is_procedure(object x) { return boolean(PROCEDURE_TAG == TAG(x)); }

int procedure_type(object x) {
	if (PROCEDURE_TAG != TAG(x)) wrong_type(x, 1, "a procedure");
	return HEADER_TYPE(PROCEDURE_HEADER(x));
}

object prim_is_primitive(object x) {
	int type = procedure_type(x);
	return boolean((PRIMITIVE == type) | (CONTROL == type));
}

/* FALSE for those that have none */
object prim_procedure_name(object x) {
	if (prim_is_primitive(x) == TRUE) return symbol(PRIMITIVE_OF(x)->name);
	if (is_closure(x)) return CODE_OF(CLOSURE_OF(x)->code)->name;
	if (ACCESSOR == procedure_type(x)) return ACCESSOR_OF(x)->name;
	return FALSE;
}

object prim_procedure_formals(object x) {
	if (is_closure(x)) return CODE_OF(CLOSURE_OF(x)->code)->formals;
	return FALSE;
}

/* Soon, not now: primitives may rely on their arguments. */
object prim_gc(void) { want_collection(); return UNSPECIFIED; }

/* What is to become an image is to be small. */
object prim_collect_often(void) { collect_often(); return UNSPECIFIED; }

struct primitive_entry {
	char* name;
	FUNCTION function;
	int least, most;
};

struct primitive_entry primitive_entries[] = {
	/* numbers */
	{"+", prim_add, 0, MANY},
	{"-", prim_subtract, 1, MANY},
	{"*", prim_multiply, 0, MANY},
	{"=", prim_equal_numbers, 1, MANY},
	{"<", prim_less, 1, MANY},
	{"<=", prim_less_or_equal, 1, MANY},
	{">", prim_greater, 1, MANY},
	{">=", prim_greater_or_equal, 1, MANY},
	{"number?", prim_is_number, 1, 1},
	{"quotient", prim_quotient, 2, 2},
	{"remainder", prim_remainder, 2, 2},
	{"modulo", prim_modulo, 2, 2},
	{"logand", prim_logand, 0, MANY},
	{"logior", prim_logior, 0, MANY},
	{"logxor", prim_logxor, 0, MANY},
	{"ash", prim_ash, 2, 2},
	{"number->string", prim_number_to_string, 1, 2},
	{"string->number", prim_string_to_number, 1, 2},
	/* characters */
	{"char?", prim_is_char, 1, 1},
	{"char->integer", prim_char_to_integer, 1, 1},
	{"integer->char", prim_integer_to_char, 1, 1},
	{"char=?", prim_chars_equal, 1, MANY},
	/* strings */
	{"string?", prim_is_string, 1, 1},
	{"make-string", prim_make_string, 1, 2},
	{"list->string", prim_list_to_string, 1, 1},
	{"string->list", prim_string_to_list, 1, 3},
	{"string-append", prim_string_append, 0, MANY},
	{"substring", prim_substring, 2, 3},
	{"string-length", prim_string_length, 1, 1},
	{"string-ref", prim_string_ref, 2, 2},
	{"string-set!", prim_string_set, 3, 3},
	{"%string-index", prim_string_index, 2, 4},
	{"%compare-strings", prim_compare_strings, 2, 2},
	{"string=?", prim_strings_equal, 1, MANY},
	/* symbols and keywords */
	{"symbol?", prim_is_symbol, 1, 1},
	{"keyword?", prim_is_keyword, 1, 1},
	{"symbol->string", prim_symbol_to_string, 1, 1},
	{"string->symbol", prim_string_to_symbol, 1, 1},
	{"symbol->keyword", prim_symbol_to_keyword, 1, 1},
	{"keyword->symbol", prim_keyword_to_symbol, 1, 1},
	{"gensym", prim_gensym, 0, 1},
	{"%original-names", original_names, 1, 1},
	/* pairs */
	{"pair?", prim_is_pair, 1, 1},
	{"null?", prim_is_null, 1, 1},
	{"cons", cons, 2, 2},
	{"set-car!", prim_set_car, 2, 2},
	{"set-cdr!", prim_set_cdr, 2, 2},
	{"car", prim_car, 1, 1},
	{"cdr", prim_cdr, 1, 1},
	{"caar", prim_caar, 1, 1},
	{"cadr", prim_cadr, 1, 1},
	{"cdar", prim_cdar, 1, 1},
	{"cddr", prim_cddr, 1, 1},
	{"caddr", prim_caddr, 1, 1},
	{"cdddr", prim_cdddr, 1, 1},
	{"cadddr", prim_cadddr, 1, 1},
	/* lists */
	{"list?", prim_is_list, 1, 1},
	{"list", prim_list, 0, MANY},
	{"cons*", prim_cons_star, 1, MANY},
	{"acons", prim_acons, 3, 3},
	{"append", prim_append, 0, MANY},
	{"append-reverse", prim_append_reverse, 2, 2},
	{"reverse", prim_reverse, 1, 1},
	{"append-reverse!", prim_append_reverse_in_place, 2, 2},
	{"reverse!", prim_reverse_in_place, 1, 1},
	{"length", prim_length, 1, 1},
	{"list-tail", prim_list_tail, 2, 2},
	{"last-pair", prim_last_pair, 1, 1},
	{"memq", prim_memq, 2, 2},
	{"memv", prim_memv, 2, 2},
	{"member", prim_member, 2, 3},
	{"assq", prim_assq, 2, 2},
	{"assv", prim_assv, 2, 2},
	{"assoc", prim_assoc, 2, 3},
	{"delq", prim_delq, 2, 2},
	/* equality */
	{"eq?", prim_is_eq, 2, 2},
	{"eqv?", prim_is_eq, 2, 2},
	{"equal?", prim_is_equal, 2, 2},
	{"not", prim_not, 1, 1},
	/* vectors, bytevectors, fluids */
	{"vector?", prim_is_vector, 1, 1},
	{"make-vector", prim_make_vector, 1, 2},
	{"vector", prim_vector, 0, MANY},
	{"vector-length", prim_vector_length, 1, 1},
	{"vector-ref", prim_vector_ref, 2, 2},
	{"vector-set!", prim_vector_set, 3, 3},
	{"vector->list", prim_vector_to_list, 1, 3},
	{"list->vector", prim_list_to_vector, 1, 1},
	{"bytevector?", prim_is_bytevector, 1, 1},
	{"make-bytevector", prim_make_bytevector, 1, 2},
	{"bytevector-length", prim_bytevector_length, 1, 1},
	{"bytevector-u8-ref", prim_bytevector_u8_ref, 2, 2},
	{"bytevector-u8-set!", prim_bytevector_u8_set, 3, 3},
	{"u8-list->bytevector", prim_u8_list_to_bytevector, 1, 1},
	{"make-fluid", prim_make_fluid, 0, 1},
	{"fluid?", prim_is_fluid, 1, 1},
	{"fluid-ref", prim_fluid_ref, 1, 1},
	{"fluid-set!", prim_fluid_set, 2, 2},
	/* hash tables */
	{"make-hash-table", prim_make_hash_table, 0, 1},
	{"hash-table?", prim_is_hash_table, 1, 1},
	{"hashq-ref", prim_hashq_ref, 2, 3},
	{"hash-ref", prim_hash_ref, 2, 3},
	{"hashq-set!", prim_hashq_set, 3, 3},
	{"hash-set!", prim_hash_set, 3, 3},
	{"hashq-remove!", prim_hashq_remove, 2, 2},
	{"hash-remove!", prim_hash_remove, 2, 2},
	{"hashq-get-handle", prim_hashq_get_handle, 2, 2},
	{"hash-get-handle", prim_hash_get_handle, 2, 2},
	{"hashq-create-handle!", prim_hashq_create_handle, 3, 3},
	{"hash-create-handle!", prim_hash_create_handle, 3, 3},
	{"hash-clear!", prim_hash_clear, 1, 1},
	{"hash-table->alist", prim_hash_to_list, 1, 1},
	{"hash-table-size", prim_hash_count, 1, 1},
	{"hash", prim_hash, 2, 2},
	/* records */
	{"%record?", prim_is_record, 1, 1},
	{"%record", prim_record, 1, MANY},
	{"%record-ref", prim_record_ref, 2, 2},
	{"%record-procedure", prim_record_procedure, 5, MANY},
	{"%set-field", prim_set_field, 3, 3},
	/* ports */
	{"port?", prim_is_port, 1, 1},
	{"input-port?", prim_is_input_port, 1, 1},
	{"output-port?", prim_is_output_port, 1, 1},
	{"%current-port", prim_current_port, 1, 1},
	{"%set-current-port!", prim_set_current_port, 2, 2},
	{"open-input-file", prim_open_input_file, 1, 1},
	{"open-output-file", prim_open_output_file, 1, 1},
	{"open-input-string", prim_open_input_string, 1, 1},
	{"open-output-string", prim_open_output_string, 0, 0},
	{"get-output-string", prim_get_output_string, 1, 1},
	{"close-port", prim_close_port, 1, 1},
	{"read", prim_read, 0, 1},
	{"read-char", prim_read_char, 0, 1},
	{"peek-char", prim_peek_char, 0, 1},
	{"unread-char", prim_unread_char, 1, 2},
	{"%read-up-to", prim_read_up_to, 1, 2},
	{"eof-object?", prim_is_eof_object, 1, 1},
	{"eof-object", prim_eof_object, 0, 0},
	{"port-filename", prim_port_filename, 1, 1},
	{"port-line", prim_port_line, 1, 1},
	{"port-column", prim_port_column, 1, 1},
	{"write-char", prim_write_char, 1, 2},
	{"newline", prim_newline, 0, 1},
	{"display", prim_display, 1, 2},
	{"write", prim_write, 1, 2},
	{"object->string", prim_object_to_string, 1, 1},
	{"force-output", prim_force_output, 0, 1},
	/* control */
	{"values", prim_values, 0, MANY},
	{"procedure?", prim_is_procedure, 1, 1},
	{"procedure-name", prim_procedure_name, 1, 1},
	{"%procedure-formals", prim_procedure_formals, 1, 1},
	{"%primitive?", prim_is_primitive, 1, 1},
	{"%winders", prim_winders, 0, 0},
	{"%set-winders!", prim_set_winders, 1, 1},
	{"gc", prim_gc, 0, 0},
	{"%collect-often", prim_collect_often, 0, 0},
	/* the compiler */
	{"%make-code", prim_make_code, 8, MANY},
	{"%make-closure", prim_make_closure, 1, 1},
	{"%arity", prim_arity, 1, 1},
	{"%value", prim_value, 2, 2},
	{"%define", prim_define, 3, 3},
	{"%flags", prim_flags, 1, 1},
	{"%add-flags", prim_add_flags, 2, 2},
	{"%original", prim_original, 1, 1},
	{"%rename-symbol", prim_rename, 2, 2},
	{"%read-all", prim_read_all, 2, 2},
	{"%evaluate-file", prim_evaluate_file, 1, 1},
	/* the system */
	{"%environment", prim_environment, 0, 0},
	{"%getenv", prim_getenv, 1, 1},
	{"%system-call", prim_system_call, 1, 4},
	{"port->fdes", prim_port_file, 1, 1},
	{"%exit", prim_exit, 1, 1},
	{0, 0, 0, 0}
};

/* Primitives that work on the frames of the machine, and may not be inlined */
struct primitive_entry control_entries[] = {
	{"apply", control_apply, 2, MANY},
	{"call-with-values", control_call_with_values, 2, 2},
	{"catch", control_catch, 3, 3},
	{"with-throw-handler", control_with_throw_handler, 3, 3},
	{"throw", control_throw, 1, MANY},
	{"call-with-current-continuation", control_call_cc, 1, 1},
	{"%save-image", control_save_image, 2, 2},
	{"eval", control_eval, 1, 2},
	{0, 0, 0, 0}
};

void define_primitives(struct primitive_entry* entry, int type, FUNCTION enter) {
	object primitive;
	struct primitive* p;
	while (0 != entry->name) {
		primitive = allocate(type, 5);
		p = PRIMITIVE_OF(primitive);
		p->enter = enter;
		p->function = entry->function;
		p->name = entry->name;
		p->least = entry->least;
		p->most = entry->most;
		set_system_value(entry->name, primitive);
		entry = (struct primitive_entry*) ((char*) entry + sizeof(struct primitive_entry));
	}
}

void start_primitives(void) {
	define_primitives((struct primitive_entry*) primitive_entries, PRIMITIVE, enter_primitive);
	define_primitives((struct primitive_entry*) control_entries, CONTROL, enter_control);
	throw_procedure = value_of("throw");
	apply_procedure = value_of("apply");
	set_system_value("*unspecified*", UNSPECIFIED);
	set_system_value("%missing", MISSING);
	set_system_value("%known-modules", new_table(FIRST_ENTRIES));
}
