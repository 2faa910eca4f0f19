;;; tree.scm : typed expression trees, built folded and with every conversion explicit
;;;
;;; A node is (op type a b c need).  Lvalues: var (symbol, offset), deref (pointer, offset), and bits
;;; (container, first bit, width), which exists only until `rvalue` or an assignment lowers it.
;;;   i + 1.5     ->  (add double (int->float double (var int i)) (fconst double 1.5))
;;;   p->next.x   ->  (deref int (var p) 12)
;;;   a[2]        ->  (var int a 8)
;;; `need` is the number of registers an evaluation takes; heavy marks what needs all of them: calls,
;;; divisions, variable shifts, everything that is not a word.
;;; Trap: trees may share lvalue nodes (x += 1 reads and writes one node), so they are never changed.

(define-record-type node
  (make-node op type a b c need)
  node?
  (op node-op)
  (type node-type)
  (a node-a)
  (b node-b)
  (c node-c)
  (need node-need))

;; a declared name.  kind: local, global, function, enum, typedef
(define-record-type symbol-entry
  (make-symbol-entry name kind type label value register weight in-memory? state token)
  symbol-entry?
  (name entry-name)
  (kind entry-kind)
  (type entry-type set-entry-type!)
  (label entry-label)
  (value entry-value set-entry-value!)           ; enum: number; local: ebp offset; global: initialiser
  (register entry-register set-entry-register!)
  (weight entry-weight set-entry-weight!)        ; uses, times ten for each loop around
  (in-memory? entry-in-memory? set-entry-in-memory?!)
  (state entry-state set-entry-state!)           ; global: extern, tentative, defined
  (token entry-token))

(define heavy 9)
(define (heavy? node) (= (node-need node) heavy))
(define (op? node op) (eq? (node-op node) op))

;; a node over evaluated operands a and b
(define (node1 op type a)
  (make-node op type a #f #f (if (word? type) (node-need a) heavy)))

(define (node2 op type a b)
  (make-node op type a b #f
             (if (and (word? type) (word? (node-type a)) (word? (node-type b)))
                 (registers-for (node-need a) (node-need b))
                 heavy)))

(define (registers-for a b)
  (let ((need (if (= a b) (+ a 1) (max a b)))) (if (> need 3) heavy need)))

(define (heavy-node op type a b) (make-node op type a b #f heavy))

(define (const-node value type)
  (make-node 'const type value #f #f (if (wide? type) heavy 1)))
(define (int-const n) (const-node n int-type))
(define (fconst-node flo type) (make-node 'fconst type (flo-round flo (type-size type)) #f #f heavy))
(define (const? node) (op? node 'const))

(define (constant-zero? node)
  (and (const? node) (zero? (node-a node))))

;;; Lvalues

(define *loop-weight* 1)

(define (var-node entry offset type)
  (if (eq? 'local (entry-kind entry))
      (set-entry-weight! entry (+ *loop-weight* (entry-weight entry))))
  (make-node 'var type entry offset #f (if (word? type) 1 heavy)))

(define (addr-node entry offset type) (make-node 'addr type entry offset #f 1))

;; what pointer + offset designates
(define (deref-node pointer offset type)
  (case (node-op pointer)
    ((addr)
     (make-node 'var type (node-a pointer) (+ offset (node-b pointer)) #f (if (word? type) 1 heavy)))
    ((as)
     (if (word? (node-type (node-a pointer)))
         (deref-node (node-a pointer) offset type)
         (plain-deref pointer offset type)))
    ((add)
     (if (const? (node-b pointer))
         (deref-node (node-a pointer) (+ offset (node-a (node-b pointer))) type)
         (plain-deref pointer offset type)))
    (else (plain-deref pointer offset type))))

(define (plain-deref pointer offset type)
  (make-node 'deref type pointer offset #f (if (word? type) (node-need pointer) heavy)))

(define (lvalue? node) (memq (node-op node) '(var deref bits)))

;; the address of an lvalue, or of a struct that a call or an assignment left somewhere
(define (address-of node type token)
  (case (node-op node)
    ((var)
     (set-entry-in-memory?! (node-a node) #t)
     (addr-node (node-a node) (node-b node) type))
    ((deref)
     (add-constant (node-a node) (node-b node) type))
    ((bits) (fail token "a bit-field has no address"))
    ((comma) (make-node 'comma type (node-a node) (address-of (node-b node) type token) #f heavy))
    (else
     (if (struct? (node-type node))
         (make-node 'struct-address type node #f #f heavy)
         (fail token "this expression has no address")))))

;; the same bits in a register under another type
(define (retype node type)
  (cond ((eq? (node-type node) type) node)
        ((const? node) (const-node (node-a node) type))
        ((op? node 'addr) (addr-node (node-a node) (node-b node) type))
        ((op? node 'as) (retype (node-a node) type))
        (else (make-node 'as type node #f #f (node-need node)))))

;; member of a struct lvalue (or struct value)
(define (member-node node found token)
  (let* ((member (car found)) (type (member-type member)) (offset (cdr found)))
    (if (member-bits member)
        (bits-node node offset member token)
        (at-offset node offset type token))))

(define (at-offset node offset type token)
  (case (node-op node)
    ((var)
     (make-node 'var type (node-a node) (+ offset (node-b node)) #f (if (word? type) 1 heavy)))
    ((deref) (make-node 'deref type (node-a node) (+ offset (node-b node)) #f
                        (if (word? type) (node-need (node-a node)) heavy)))
    (else (deref-node (address-of node (pointer-to type) token) offset type))))

;; The smallest aligned container of the field's bits.  Packed fields may need an unaligned one, and may
;; lie in a ninth byte, see `low-part`.
(define (bits-node node offset member token)
  (let* ((bit (member-bit member)) (bits (member-bits member)))
    (define (container size start)
      (make-node 'bits (member-type member)
                 (at-offset node (+ offset start)
                            (case size ((1) uchar-type) ((2) ushort-type) ((4) uint-type) (else ullong-type))
                            token)
                 (- bit (* 8 start)) bits heavy))
    (let try ((size 1))
      (let ((start (* size (quotient bit (* 8 size)))))
        (cond ((<= (+ (- bit (* 8 start)) bits) (* 8 size)) (container size start))
              ((< size (max 4 (type-size (member-type member)))) (try (* 2 size)))
              ((<= (+ (modulo bit 8) bits) 32) (container 4 (quotient bit 8)))
              (else (container 8 (quotient bit 8))))))))

;; arrays and functions become pointers, bit-fields become shifts
(define (rvalue node)
  (case (type-kind (node-type node))
    ((array) (address-of node (pointer-to (type-base (node-type node))) #f))
    ((func) (if (op? node 'deref)
                (retype (node-a node) (pointer-to (node-type node)))
                (address-of node (pointer-to (node-type node)) #f)))
    (else (if (op? node 'bits) (read-bits node) node))))

(define (nine-bytes? field) (> (+ (node-b field) (node-c field)) 64))

;; of a field in nine bytes: what lies in the container, and in the byte behind it
(define (low-part field)
  (make-node 'bits ullong-type (node-a field) (node-b field) (- 64 (node-b field)) heavy))
(define (high-part field)
  (make-node 'bits ullong-type (at-offset (node-a field) 8 uchar-type #f) 0 (- (+ (node-b field) (node-c field)) 64)
             heavy))

(define (read-bits node)
  (if (nine-bytes? node)
      (let ((low (low-part node)) (work (if (type-unsigned? (node-type node)) ullong-type llong-type)) (rest (- 64 (node-c node))))
        (shift 'shr
               (convert (shift 'shl
                               (binary-node 'or ullong-type (convert (read-bits low) ullong-type)
                                            (shift 'shl (convert (read-bits (high-part node)) ullong-type) (node-c low)))
                               rest)
                        work)
               rest))
      (read-container node)))

(define (read-container node)
  (let* ((type (node-type node)) (width (node-c node))
         (work (cond ((> (type-size (node-type (node-a node))) 4)
                      (if (type-unsigned? type) ullong-type llong-type))
                     ((and (type-unsigned? type) (= width 32)) uint-type)
                     (else int-type)))
         (size (* 8 (type-size work)))
         (whole (convert (node-a node) (if (type-unsigned? type)
                                           (if (= size 64) ullong-type uint-type)
                                           work)))
         (value (shift 'shr (shift 'shl whole (- size width (node-b node))) (- size width)))
         (value (if (kind? type 'bool) (retype value type) value)))
    (convert value (if (or (= size 64) (kind? type 'bool)) (if (> width 32) type (if (and (type-unsigned? type) (= width 32)) uint-type int-type))
                       work))))

(define (shift op node count)
  (if (= count 0) node (binary-node op (node-type node) node (int-const count))))

;;; Conversions

(define (convert node type)
  (let ((from (node-type node)))
    (cond
     ((eq? from type) node)
     ((void? type) (make-node 'void type node #f #f heavy))
     ((struct? type) node)
     ((const? node) (convert-constant node type))
     ((op? node 'fconst) (convert-float-constant node type))
     ((kind? type 'bool)
      (let ((test (compare-node 'ne node (convert (int-const 0) from))))
        (if (const? test) (const-node (node-a test) type) (retype test type))))
     ((float? type)
      (cond ((not (float? from)) (heavy-node 'int->float type (if (wide? from) node (convert node (promoted from))) #f))
            ((< (type-size type) (type-size from)) (heavy-node 'float->float type node #f))
            (else (heavy-node 'as type node #f))))
     ((float? from)
      (if (wide? type)
          (heavy-node 'float->int type node #f)
          (convert (heavy-node 'float->int llong-type node #f) type)))
     ((wide? type)
      (if (wide? from) (heavy-node 'as type node #f) (heavy-node 'widen type node #f)))
     ((wide? from) (convert (heavy-node 'low (if (type-unsigned? type) uint-type int-type) node #f) type))
     ((or (= (type-size type) 4)
          (and (= (type-size type) (type-size from)) (eq? (type-unsigned? type) (type-unsigned? from)))
          (and (< (type-size from) (type-size type))
               (or (type-unsigned? from) (not (type-unsigned? type)))))
      (retype node type))
     (else (make-node 'narrow type node #f #f (node-need node))))))

(define (convert-constant node type)
  (cond ((float? type)
         (fconst-node (flo-from-value (node-a node)
                                      (type-unsigned? (node-type node)) (type-size type))
                      type))
        ((kind? type 'bool) (const-node (if (constant-zero? node) 0 1) type))
        (else (const-node (value-truncate (node-a node) (type-size type) (type-unsigned? type)) type))))

(define (convert-float-constant node type)
  (cond ((float? type) (fconst-node (node-a node) type))
        ((kind? type 'bool) (const-node (if (flo-zero? (node-a node)) 0 1) type))
        (else (const-node (value-truncate (flo->value (node-a node)) (type-size type) (type-unsigned? type))
                          type))))

;;; Operations on converted operands

(define (commutative? op) (memq op '(add mul and or xor eq ne)))

;; both operands of type `type`, except the count of a shift, which is an int
(define (binary-node op type a b)
  (cond
   ((and (const? a) (const? b)) (fold-binary op type a b))
   ((and (op? a 'fconst) (op? b 'fconst)) (fold-float op type a b))
   ((and (const? a) (commutative? op)) (binary-node op type b a))
   ((const? b) (binary-with-constant op type a b (node-a b)))
   ((memq op '(div mod)) (heavy-node op type a b))
   ((memq op '(shl shr)) (heavy-node op type a b))
   (else (node2 op type a b))))

;; strength reduction; multiplication and division by powers of two
(define (binary-with-constant op type a b n)
  (let ((log (value-log2 n)))
    (cond
     ((and (= n 0) (memq op '(add sub or xor shl shr))) (retype a type))
     ((and (= n 1) (memq op '(mul div))) (retype a type))
     ((and (memq op '(add sub)) (word? type))
      (add-constant a (value-low-word (if (eq? op 'add) n (- n))) type))
     ((and log (eq? op 'mul)) (binary-node 'shl type a (int-const log)))
     ((and log (eq? op 'div) (type-unsigned? type)) (binary-node 'shr type a (int-const log)))
     ((and log (eq? op 'mod) (type-unsigned? type))
      (binary-node 'and type a (const-node (- n 1) type)))
     ((memq op '(div mod)) (heavy-node op type a b))
     ((word? type) (make-node op type a b #f (node-need a)))
     (else (heavy-node op type a b)))))

;; word + signed constant, which joins one that is there
(define (add-constant node n type)
  (cond ((= n 0) (retype node type))
        ((const? node) (fold-binary 'add type node (int-const n)))
        ((op? node 'addr) (addr-node (node-a node) (+ n (node-b node)) type))
        ((and (op? node 'add) (const? (node-b node)))
         (add-constant (node-a node) (value-low-word (+ n (node-a (node-b node)))) type))
        (else (make-node 'add type node (const-node n type) #f (node-need node)))))

(define (fold-binary op type a b)
  (let ((x (node-a a)) (y (node-a b)) (unsigned? (type-unsigned? type)) (size (type-size type)))
    (define (result v) (const-node (value-truncate v size unsigned?) type))
    (define (count) (logand (value-byte y 0) (if (= size 8) 63 31)))
    (case op
      ((add) (result (value+ x y)))
      ((sub) (result (value- x y)))
      ((mul) (result (value* x y)))
      ((and) (result (logand x y)))
      ((or) (result (logior x y)))
      ((xor) (result (logxor x y)))
      ((shl) (result (value-shift-left x (count))))
      ((shr) (result (value-shift-right x (count) unsigned?)))
      (else
       (if (zero? y)
           (heavy-node op type a b)      ; left to fail when it runs
           (result (value-divide (if (eq? op 'div) quotient remainder) x y unsigned?)))))))

(define (fold-float op type a b)
  (let ((x (node-a a)) (y (node-a b)) (size (type-size type)))
    (fconst-node (case op
                   ((add) (flo-add x y size))
                   ((sub) (flo-add x (flo-negate y) size))
                   ((mul) (flo-multiply x y size))
                   (else (flo-divide x y size)))
                 type)))

(define (swapped-comparison op)
  (case op ((lt) 'gt) ((gt) 'lt) ((le) 'ge) ((ge) 'le) (else op)))

(define (inverse-comparison op)
  (case op ((lt) 'ge) ((gt) 'le) ((le) 'gt) ((ge) 'lt) ((eq) 'ne) (else 'eq)))

(define (compare-node op a b)
  (cond
   ((and (const? a) (const? b))
    (let* ((unsigned? (type-unsigned? (node-type a))) (x (node-a a)) (y (node-a b)))
      (int-const (if (case op
                       ((eq) (= x y))
                       ((ne) (not (= x y)))
                       ((lt) (value<? x y unsigned?))
                       ((gt) (value<? y x unsigned?))
                       ((le) (not (value<? y x unsigned?)))
                       (else (not (value<? x y unsigned?))))
                     1 0))))
   ((and (op? a 'fconst) (op? b 'fconst))
    (let ((order (flo-compare (node-a a) (node-a b))))
      (int-const (if (case op
                       ((eq) (and order (= order 0)))
                       ((ne) (not (and order (= order 0))))
                       ((lt) (and order (< order 0)))
                       ((gt) (and order (> order 0)))
                       ((le) (and order (<= order 0)))
                       (else (and order (>= order 0))))
                     1 0))))
   ((or (const? a) (and (op? a 'addr) (not (const? b)) (not (op? b 'addr))))
    (compare-node (swapped-comparison op) b a))
   ((and (op? a 'addr) (const? b) (zero? (node-a b)) (memq op '(eq ne)))
    (int-const (if (eq? op 'eq) 0 1)))
   (else (node2 op int-type a b))))

(define (negate-node type a)
  (cond ((const? a) (const-node (value-truncate (value-negate (node-a a)) (type-size type) (type-unsigned? type)) type))
        ((op? a 'fconst) (fconst-node (flo-negate (node-a a)) type))
        (else (node1 'neg type a))))

(define (complement-node type a)
  (if (const? a)
      (const-node (value-truncate (lognot (node-a a)) (type-size type) (type-unsigned? type)) type)
      (node1 'not type a)))

;; #t, #f, or maybe
(define (truth node)
  (cond ((const? node) (not (zero? (node-a node))))
        ((op? node 'fconst) (not (flo-zero? (node-a node))))
        ((op? node 'addr) #t)
        (else 'maybe)))

(define (not-node a)
  (let ((known (truth a)))
    (cond ((boolean? known) (int-const (if known 0 1)))
          ((memq (node-op a) '(eq ne))
           (make-node (inverse-comparison (node-op a)) int-type (node-a a) (node-b a) #f (node-need a)))
          ((op? a 'lnot) (make-node 'ne int-type (node-a a) (convert (int-const 0) (node-type (node-a a))) #f (node-need a)))
          (else (make-node 'lnot int-type a #f #f (if (word? (node-type a)) (node-need a) heavy))))))

(define (and-node a b)
  (let ((x (truth a)) (y (truth b)))
    (cond ((eq? x #f) (int-const 0))
          ((and (eq? x #t) (boolean? y)) (int-const (if y 1 0)))
          (else (make-node 'land int-type a b #f (branches-need a b))))))

(define (or-node a b)
  (let ((x (truth a)) (y (truth b)))
    (cond ((eq? x #t) (int-const 1))
          ((and (eq? x #f) (boolean? y)) (int-const (if y 1 0)))
          (else (make-node 'lor int-type a b #f (branches-need a b))))))

(define (branches-need a b)
  (if (and (word? (node-type a)) (word? (node-type b))) (max (node-need a) (node-need b)) heavy))

(define (cond-node type test yes no)
  (let ((known (truth test)))
    (if (boolean? known)
        (if known yes no)
        (make-node 'cond type test yes no
                   (if (word? type) (max (branches-need test yes) (node-need no)) heavy)))))

(define (comma-node a b)
  (if (memq (node-op a) '(const fconst))
      b
      (make-node 'comma (node-type b) a b #f
                 (if (and (word? (node-type a)) (word? (node-type b)))
                     (max (node-need a) (node-need b))
                     heavy))))

;;; Assignment

(define (side-effect-free? node)
  (case (node-op node)
    ((const fconst var addr) #t)
    ((assign call postinc comma cond struct-address block) #f)
    (else (and (or (not (node? (node-a node))) (side-effect-free? (node-a node)))
               (or (not (node? (node-b node))) (side-effect-free? (node-b node)))))))

;; may the address be computed twice around the evaluation of `value`?
(define (repeatable? lvalue value)
  (or (op? lvalue 'var)
      (and (op? lvalue 'deref)
           (memq (node-op (node-a lvalue)) '(var addr const))
           (side-effect-free? value))))

(define (assign-node lvalue value)
  (if (op? lvalue 'bits)
      (assign-bits lvalue value)
      (let ((type (node-type lvalue)))
        (make-node 'assign type lvalue value #f
                   (if (word? type)
                       (if (op? lvalue 'var)
                           (node-need value)
                           (registers-for (node-need lvalue) (node-need value)))
                       heavy)))))

;; container = container & ~mask | (value & mask) << first, and the field is read again as the value
(define (assign-bits field value)
  (if (not (op? (node-a field) 'var))
      (through-pointer field (lambda (field) (assign-bits-again field value)))
      (assign-bits-again field value)))

(define (assign-bits-again field value)
  (if (nine-bytes? field)
      (let* ((low (low-part field)) (kept (new-temporary ullong-type)) (copy (var-node kept 0 ullong-type)))
        (fold (lambda (node before) (comma-node before node))
              (assign-node copy (convert value ullong-type))
              (list (assign-bits-again low copy)
                    (assign-bits-again (high-part field) (shift 'shr copy (node-c low)))
                    (convert (read-bits field) (node-type field)))))
      (assign-container field value)))

(define (assign-container field value)
  (let* ((container (node-a field))
         (work (if (wide? (node-type container)) ullong-type uint-type))
         (mask (value- (value-shift-left 1 (node-c field)) 1))
         (clear (value-truncate (lognot (value-shift-left mask (node-b field))) (type-size work) #t))
         (kept (binary-node 'and work (convert container work) (const-node clear work)))
         (new (shift 'shl
                     (binary-node 'and work (convert value work)
                                  (const-node (value-truncate mask (type-size work) #t) work))
                     (node-b field)))
         (store (assign-node container (convert (binary-node 'or work kept new) (node-type container)))))
    (make-node 'comma (node-type field) store (convert (read-bits field) (node-type field)) #f heavy)))

;; evaluates the address of lvalue once into a temporary, then uses *temporary
(define (through-pointer lvalue use)
  (let* ((inner (if (op? lvalue 'bits) (node-a lvalue) lvalue))
         (type (pointer-to (node-type inner)))
         (temporary (new-temporary type))
         (target (deref-node (var-node temporary 0 type) 0 (node-type inner))))
    (comma-node (assign-node (var-node temporary 0 type) (address-of inner type #f))
                (use (if (op? lvalue 'bits)
                         (make-node 'bits (node-type lvalue) target (node-b lvalue) (node-c lvalue) heavy)
                         target)))))

;; lvalue = compute(lvalue), the address evaluated once; value is what compute brings in
(define (update-node lvalue value compute)
  (let ((base (if (op? lvalue 'bits) (node-a lvalue) lvalue)))
    (if (repeatable? base value)
        (assign-node lvalue (convert (compute (rvalue lvalue)) (node-type lvalue)))
        (through-pointer lvalue
                         (lambda (target)
                           (assign-node target (convert (compute (rvalue target)) (node-type target))))))))

;; lvalue++ : words in one operation; others keep the old value in a temporary
(define (post-update-node lvalue delta)
  (let ((type (node-type lvalue)))
    (if (and (word? type) (not (op? lvalue 'bits)) (not (kind? type 'bool)))
        (make-node 'postinc type lvalue (const-node delta type) #f
                   (if (op? lvalue 'var) 1 (registers-for (node-need lvalue) 1)))
        (let ((use (lambda (target)
                     (let* ((old-type (node-type (rvalue target)))
                            (old (new-temporary old-type)))
                       (comma-node
                        (assign-node (var-node old 0 old-type) (rvalue target))
                        (comma-node
                         (assign-node target
                                      (let ((work (common-type old-type int-type)))
                                        (convert (binary-node 'add work
                                                              (convert (var-node old 0 old-type) work)
                                                              (convert (int-const delta) work))
                                                 type)))
                         (convert (var-node old 0 old-type) type)))))))
          (if (repeatable? (if (op? lvalue 'bits) (node-a lvalue) lvalue) (int-const 0))
              (use lvalue)
              (through-pointer lvalue use))))))
