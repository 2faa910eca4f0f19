/* M2-Planet: a compiler for a small C, written in a smaller one (SUBSET.md).
 *
 *   characters --lexer.c--> tokens --macro.c, condition.c, preprocessor.c--> tokens
 *     --expression.c, declarator.c, statement.c, declaration.c--> trees (tree.c)
 *     --operand.c, generate.c--> instructions (x86.c) --assemble.c--> M1 text
 *
 * One pass over the source: each statement is turned into a tree, the tree into instructions, and at its closing
 * brace a function is written out and forgotten. This header holds the structures that the parts share. The files
 * are joined in the order of build.kaem, so a file may use what stands in the files before it.
 */

/* Kinds of tokens. A punctuator's kind is its characters, packed into a number: '+' is '+', "<<=" is
 * (('<' << 8 | '<') << 8) | '='. That leaves the numbers below '!' and above '~' for all other kinds. */
enum {
	END = 1,                /* end of the input, or of a macro argument */
	NAME,
	NUMBER,
	STRING,
	CHARACTER,
	END_OF_LINE,            /* only within a directive */
	END_OF_MACRO,           /* the text of a macro is used up: the macro may be expanded again */
	UNKNOWN_CHARACTER,

	/* keywords */
	ASM = 128, BREAK, CASE, CONST, CONTINUE, DEFAULT, DO, ELSE, ENUM, EXTERN, FOR, GOTO, IF, INLINE,
	NORETURN, RESTRICT, RETURN, SIZEOF, STATIC, STRUCT, SWITCH, TYPEDEF, UNION, WHILE,
	VOID, CHAR, SHORT, INT, LONG, SIGNED, UNSIGNED, BOOL, FLOATING,
	VA_START, VA_ARG, VA_END, VA_COPY,

	/* punctuators of more than one character */
	AND_AND = 0x2626,       /* && */
	OR_OR = 0x7C7C,         /* || */
	EQUAL = 0x3D3D,         /* == */
	NOT_EQUAL = 0x213D,     /* != */
	LESS_EQUAL = 0x3C3D,    /* <= */
	GREATER_EQUAL = 0x3E3D, /* >= */
	SHIFT_LEFT = 0x3C3C,    /* << */
	SHIFT_RIGHT = 0x3E3E,   /* >> */
	INCREMENT = 0x2B2B,     /* ++ */
	DECREMENT = 0x2D2D,     /* -- */
	ARROW = 0x2D3E,         /* -> */
	ELLIPSIS = 0x2E2E2E     /* ... */
};

/* A word: one entry for each distinct name or number. Two names are equal if their words are the same pointer. */
struct word {
	char* text;
	int hash;
	struct word* next;          /* in its bucket */
	int kind;                   /* NAME, NUMBER, or the keyword it is */
	struct macro* macro;        /* what #define made of it */
	struct symbol* symbol;      /* what it means in the current scope */
	struct type* tag;           /* the struct, union or enum of this name */
	struct label* label;        /* the goto label of this name in the current function */
	struct word* next_label;    /* the labels of the current function */
};

struct token {
	int kind;
	struct word* word;          /* of a NAME, NUMBER or keyword */
	char* text;                 /* of a STRING or CHARACTER: its spelling without the quotes */
	char* file;
	int line;
	int column;
	int first;                  /* nothing stands before it on its line */
	int spaced;                 /* a blank stands before it */
	int frozen;                 /* never expanded again: its macro was being expanded when it was read */
	int parameter;              /* in the body of a macro: 1 for its first parameter, and so on; else 0 */
	struct macro* ended;        /* END_OF_MACRO: which one */
	struct token* next;         /* in a list */
};

struct macro {
	int is_function;            /* #define NAME(...) */
	int parameters;             /* how many */
	struct token* body;
	int active;                 /* it is being expanded */
	int builtin;                /* __LINE__ or __FILE__, else 0 */
};

/* Kinds of types */
enum {
	INTEGER = 1,                /* void is one of them: a word without a sign */
	POINTER,
	ARRAY,
	STRUCTURE,                  /* struct or union */
	FUNCTION_TYPE               /* a function, or a pointer to one: the language does not tell them apart */
};

struct type {
	int kind;
	char* name;                 /* for messages */
	int size;                   /* in bytes; an incomplete type has -1 */
	int is_signed;
	int is_bool;
	struct type* to;            /* what a pointer points to, an array consists of, a function returns */
	int length;                 /* elements of an array */
	struct member* members;     /* of a struct or union, in order */
	struct type* pointer;       /* the type "pointer to this", made on demand */
	struct symbol* parameters;  /* of a function declarator */
	int is_union;
};

struct member {
	struct word* name;          /* NULL: an anonymous struct or union, whose members are found as if they were ours */
	struct type* type;
	int offset;
	struct member* next;
};

/* Kinds of symbols */
enum {
	VARIABLE_ON_FRAME = 1,
	VARIABLE_ARGUMENT,
	VARIABLE_GLOBAL,
	FUNCTION_SYMBOL,
	ENUMERATOR,
	TYPE_NAME
};

struct symbol {
	int kind;
	struct word* name;
	struct type* type;
	int value;                  /* offset of a local or argument, value of an enumerator */
	char* label;                /* of a global or function in the output */
	int defined;                /* a function has a body, a global an initialiser */
	struct text* data;          /* initialiser of a global, as M1 text */
	struct symbol* shadowed;    /* what the name means outside this scope */
	struct symbol* next;        /* in its scope; parameters: the next one; globals: the next one */
};

/* Operations of tree nodes that are not spelled by a punctuator of the language */
enum {
	CONSTANT = 1,               /* value */
	LABEL_ADDRESS,              /* label */
	FRAME_ADDRESS,              /* value: bytes below esp at the entry of the function */
	ARGUMENT_ADDRESS,           /* value: bytes below ebp */
	LOAD,                       /* what is stored at address `left` */
	ASSIGN,                     /* store `right` at address `left`; its value is what was stored */
	COPY,                       /* copy the struct at address `right` to address `left` */
	CALL,                       /* function `left`; arguments `right`, linked by next */
	SEQUENCE,                   /* do `left`, then `right`, which gives the value */
	NEGATE,                     /* - left */
	CONVERT                     /* left, cut to the size of type and extended again */
};

/* A tree of the expression being compiled. Only addresses are named: a variable is the LOAD of its address. */
struct node {
	int op;
	struct type* type;
	struct node* left;
	struct node* right;
	struct node* next;          /* argument of a call */
	int value;
	char* label;
	int is_unsigned;            /* of / % >> and comparisons: which kind */
	int registers;              /* how many it needs; see tree.c */
	int impure;                 /* it stores or calls */
	int depth;                  /* nodes from here down to the deepest leaf */
};

/* A place in the code, the target of jumps */
struct label {
	int number;
	int used;
	int placed;
	int offset;                 /* from the start of the function; only known while it is written */
	struct token* mention;      /* of a goto label: where it was first seen */
};
