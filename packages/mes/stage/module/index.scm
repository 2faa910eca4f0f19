;;; Which module of the library defines which names for programs; what it defines besides is its own affair. Names
;;; behind #:syntax are macros. All modules are loaded, in this order, before any program is: asking for one does
;;; nothing.
;;;
;;; Modules without names are known because programs ask for them; what they stand for is always there.

("mes/core/record"
 make-record-type record? record-type-descriptor record-type-name record-type-fields record-constructor
 record-predicate record-accessor record-modifier)

("mes/core/report")

("mes/core/print"
 %print-other)

("mes/core/number"
 %divide-long)

("mes/core/syntax"
 %rename)

("mes/core/derived"
 #:syntax quote quasiquote quasisyntax if define set! lambda begin let let* letrec letrec* and or cond case when
 unless do define-macro define-syntax let-syntax letrec-syntax %try %fail)

("mes/core/analyse") ("mes/core/inline") ("mes/core/generate")

("mes/core/load"
 load primitive-load primitive-eval macroexpand)

("mes/core/main"
 mes mes? guile? %scheme %version %arch %compiler %argv %moduledir %datadir)

("mes/base"
 error exit boolean? current-input-port current-output-port current-error-port set-current-input-port
 set-current-output-port set-current-error-port append2 lognot integer? exact? 1+ 1- / zero? positive? negative? max
 min list-ref assq-ref assv-ref assoc-ref map for-each filter pairlis identity const compose negate and=> abs
 magnitude even? odd? gcd lcm exact->inexact inexact->exact inexact? exact floor truncate round ceiling
 truncate-quotient truncate-remainder floor-quotient floor-remainder caaar caadr cadar cdaar cdadr cddar caaaar caaadr
 caadar caaddr cadaar cadadr caddar cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr make-list iota list-head
 list-set! list-copy append! delete delete! delq! assq-set! assv-set! assoc-set! expt real? rational? complex?
 string-join reverse-list->string substring/copy string= symbol-append symbol-prefix? symbol<? keyword->string
 make-symbol syntax-error)

("srfi/srfi-1"
 fold fold-right reduce reduce-right pair-fold unfold unfold-right append-map append-map! filter-map filter! remove
 remove! partition find find-tail any every list-index count last first second third fourth fifth take take! drop
 take-right drop-right drop-right! split-at take-while drop-while span break concatenate xcons list-tabulate
 delete-duplicates alist-cons alist-delete lset-adjoin lset-union lset-intersection lset-difference lset<=)

("mes/string"
 char-upper-case? char-lower-case? char-alphabetic? char-numeric? char-whitespace? char-upcase char-downcase char<?
 char<=? char>? char>=? string<? string<=? string>? string>=? string string-null? string-drop string-copy
 substring/shared string-prefix? string-suffix? string-index string-rindex string-index-right string-contains
 string-split)

("mes/control"
 call/cc dynamic-wind with-fluids* with-fluid* make-parameter make-promise promise? force %travel
 call-with-escape-continuation call/ec
 #:syntax with-fluids parameterize delay false-if-exception)

("mes/lambda"
 #:syntax receive let-values let*-values define-values case-lambda cut cute)

("mes/syntax"
 #:syntax syntax-rules define-syntax-rule)

("mes/pmatch"
 #:syntax pmatch)

("mes/match"
 #:syntax match match-lambda match-lambda* match-let match-let*)

("mes/optargs"
 #:syntax lambda* define* define-macro* let-optional let-optional* let-keywords let-keywords*)

("mes/getopt-long"
 getopt-long option-ref)

("mes/posix"
 getenv setenv file-exists? execl access? delete-file chmod mkdir rename-file chdir getcwd isatty? dup dup2
 primitive-fork getpid waitpid execlp system* status:exit-val status:term-sig current-time gettimeofday
 get-internal-run-time get-internal-real-time internal-time-units-per-second R_OK W_OK X_OK F_OK)

("mes/modules"
 current-module defined? module-ref module-define! search-load-path load-from-path
 #:syntax mes-use-module use-modules define-module include-from-path include cond-expand)

("mes/guile"
 close-input-port close-output-port write-string with-output-to-port with-input-from-port with-error-to-port
 with-output-to-string with-input-from-string call-with-output-string call-with-input-string call-with-port
 call-with-input-file call-with-output-file read-line read-string with-input-from-file with-output-to-file
 with-error-to-file read-delimited read-byte peek-byte unread-byte write-byte read-input-file format simple-format
 basename dirname search-path %load-path version effective-version
 #:syntax assert)

("mes/tables"
 hashq hashv-ref hashv-set! hashv-remove! hashv-get-handle hashv-create-handle! hash-for-each hash-map->list hash-fold
 hash-count hash-table-set! hash-table-ref hash-table-count hash-table-keys hash-table-values hash-table-walk
 alist->hash-table sort sort! stable-sort)

("mes/primitives"
 <cell:char> <cell:bytes> <cell:closure> <cell:continuation> <cell:keyword> <cell:macro> <cell:number> <cell:pair>
 <cell:port> <cell:ref> <cell:special> <cell:string> <cell:struct> <cell:symbol> <cell:values> <cell:variable>
 <cell:vector> <cell:broken-heart> core:type closure? builtin? builtin-name builtin-arity core:apply core:eval
 core:eval-expanded core:macro-expand eval-apply boot-module set-env! module-variable core:car core:cdr pmatch-car
 pmatch-cdr core:reverse! xassq equal2? make-struct struct? struct-ref struct-set! struct-length core:display
 core:write core:display-error core:write-error core:display-port core:write-port read-env read-input-file-env
 core:read-input-file-env reader-read-sexp core:waitpid abort gc-check gc-stats)

("mes/misc"
 pk pke stderr disjoin conjoin string-substitute)

("mes/pretty-print"
 pretty-print)

("mes/image"
 command-line save-image)

("mes/repl"
 repl)

("srfi/srfi-9"
 #:syntax define-record-type define-immutable-record-type set-field set-fields)

("srfi/srfi-13"
 string-take string-take-right string-drop-right string-skip string-skip-right string-trim string-trim-right
 string-trim-both string-fold string-fold-right string-upcase string-downcase string-map string-for-each string-filter
 string-delete string-any string-every string-count string-reverse string-concatenate string-replace string-pad
 string-pad-right string-tokenize string-prefix-length string-copy! string-fill! string-ci=? string-capitalize)

("rnrs/bytevectors"
 bytevector bytevector-s8-ref bytevector-s8-set! bytevector-u16-native-ref bytevector-u16-native-set!
 bytevector-u32-native-ref bytevector-u32-native-set! bytevector-u64-native-ref bytevector-u64-native-set!
 bytevector->u8-list bytevector-copy bytevector-copy! bytevector-append bytevector-fill! string->utf8 utf8->string)

("srfi/srfi-14"
 char-set? char-set-contains? string->char-set string->char-set! list->char-set char-set char-set-adjoin
 char-set->list char-set-delete char-set-copy char-set= char-set-union char-set-intersection char-set-difference
 char-set-complement char-set-size ->char-set char-set:empty char-set:full char-set:whitespace char-set:digit
 char-set:hex-digit char-set:lower-case char-set:upper-case char-set:letter char-set:letter+digit char-set:blank
 char-set:graphic char-set:printing char-set:ascii char-set:punctuation char-set:symbol)

("srfi/srfi-43"
 vector-copy vector-fill! vector-map vector-for-each vector-fold vector-index vector-append subvector vector-grow
 vector-move! vector-move-left! vector-copy!)

("rnrs/arithmetic/bitwise"
 bitwise-not bitwise-and bitwise-ior bitwise-xor bitwise-arithmetic-shift bitwise-arithmetic-shift-left
 bitwise-arithmetic-shift-right arithmetic-shift logtest logbit? logcount integer-length bit-extract)

("mes/scm") ("mes/let") ("mes/quasiquote") ("mes/module") ("mes/catch") ("mes/fluids") ("mes/display")
("mes/simple-format") ("mes/type-0") ("mes/boot-0") ("mes/mes-0")
("srfi/srfi-0") ("srfi/srfi-6") ("srfi/srfi-8") ("srfi/srfi-9/gnu") ("srfi/srfi-11") ("srfi/srfi-16")
("srfi/srfi-26") ("srfi/srfi-39") ("srfi/srfi-45") 
("ice-9/match") ("ice-9/optargs") ("ice-9/getopt-long") ("ice-9/pretty-print") ("ice-9/rdelim") ("ice-9/format")
("ice-9/receive") ("system/base/pmatch") ("guile")
