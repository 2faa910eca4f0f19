;;; initialiser.scm : braces -> a flat list of (offset type value bit-range)
;;;
;;;   struct { int a; int b[2]; } x = { 1, .b[1] = 5 }   ->   (0 int 1) (8 int 5)
;;; For static objects the values are constants or addresses; for locals they become assignments.
;;; Trap: inner braces may be left out, so one expression may belong to a member several levels down;
;;; and a struct expression fills a whole struct.  *pending* holds an expression that has been read
;;; before it was known for whom.

(define *items* '())
(define *pending* #f)

(define (add-item! offset type value member)
  (set! *items* (cons (list offset type value member) *items*)))

;; initialiser of an object of that type: (type . items in order); the type's array size may be new
(define (parse-initialiser type)
  (let ((saved *items*))
    (set! *items* '())
    (set! *pending* #f)
    (let* ((size (initialise type 0 #f))
           (items (reverse *items*)))
      (set! *items* saved)
      (cons (if (and (array? type) (not (type-extra type)))
                (array-of (type-base type) size)
                type)
            items))))

;; initialiser := "{" ... "}" | assignment        returns the number of elements of an array
(define (initialise type offset member)
  (cond
   ((and (not *pending*) (eq? *mark* 'lbrace))
    (cond ((or (array? type) (struct? type)) (initialise-braced type offset))
          (else (advance!)
                (initialise type offset member)
                (accept? 'comma)
                (expect! 'rbrace)
                1)))
   ((array? type)
    (if (string-comes? type)
        (initialise-string type offset)
        (initialise-elements type offset 0 #f)))
   ((struct? type) (initialise-struct type offset))
   (else
    (let* ((token *tok*) (value (take-expression)))
      (add-item! offset type (convert-for-assignment (rvalue value) type token) member)
      1))))

(define (take-expression)
  (if *pending*
      (let ((value *pending*)) (set! *pending* #f) value)
      (parse-assignment)))

;; a string literal with characters of the size of the array's elements
(define (string-comes? array)
  (if (and (not *pending*) (eq? *mark* 'string)) (set! *pending* (parse-assignment)))
  (and *pending*
       (string-literal? *pending*)
       (kind? (type-base array) 'int)
       (= (type-size (type-base array)) (type-size (type-base (node-type *pending*))))))

;; characters and the zero, cut to the array; L"..." fills words
(define (initialise-string type offset)
  (let* ((bytes (entry-value (node-a (take-expression))))
         (unit (type-size (type-base type)))
         (count (or (type-extra type) (+ 1 (quotient (length bytes) unit)))))
    (let loop ((i 0) (bytes bytes))
      (if (and (< i (* count unit)) (pair? bytes))
          (begin
            (if (not (= 0 (car bytes)))
                (add-item! (+ offset i) uchar-type (const-node (logand 255 (car bytes)) uchar-type) #f))
            (loop (+ i 1) (cdr bytes)))))
    count))

(define (initialise-struct type offset)
  (if (not *pending*) (set! *pending* (parse-assignment)))
  (if (eq? type (node-type *pending*))
      (begin (add-item! offset type (take-expression) #f) 1)
      (initialise-members type offset (type-parts type) #f)))

(define (initialise-braced type offset)
  (advance!)
  (let ((count
         (cond ((and (array? type) (string-comes? type))
                (initialise-string type offset))
               ((array? type) (initialise-elements type offset 0 #t))
               (else (initialise-members type offset (type-parts type) #t)))))
    (accept? 'comma)
    (expect! 'rbrace)
    count))

;; May the list go on?  Inside braces up to "}"; without them a comma before a designator belongs outside.
(define (more? braced? first?)
  (cond
   (*pending* #t)
   (first? (not (eq? *mark* 'rbrace)))
   ((not (eq? *mark* 'comma)) #f)
   (else
    (let ((next (peek-mark)))
      (cond ((eq? next 'rbrace) #f)
            ((and (not braced?) (memq next '(dot lbracket))) #f)
            (else (advance!) #t))))))

;; elements := { [ designators ] initialiser "," }
(define (initialise-elements type offset start braced?)
  (let ((element (type-base type)) (count (type-extra type)))
    (let loop ((i start) (end start) (first? #t))
      (if (and (or braced? (not count) (< i count)) (more? braced? first?))
          (if (and (eq? *mark* 'lbracket) (not *pending*))
              (let* ((range (parse-index)) (last (cdr range)) (tokens *items*))
                (designated element (+ offset (* (car range) (type-size element))))
                (repeat-items! tokens (car range) last (type-size element))
                (loop (+ last 1) (max end (+ last 1)) #f))
              (begin
                (if (and count (>= i count)) (fail *tok* "too many initialisers for this array"))
                (initialise element (+ offset (* i (type-size element))) #f)
                (loop (+ i 1) (max end (+ i 1)) #f)))
          end))))

;; "[" constant [ "..." constant ] "]"
(define (parse-index)
  (advance!)
  (let* ((first (parse-small-constant "the index"))
         (last (if (accept? 'ellipsis) (parse-small-constant "the index") first)))
    (expect! 'rbracket)
    (cons first last)))

;; GNU [2 ... 5] = x : the items of the first element again for the others
(define (repeat-items! before first last size)
  (if (< first last)
      (let ((new (let take ((items *items*))
                   (if (eq? items before) '() (cons (car items) (take (cdr items)))))))
        (let loop ((i 1))
          (if (<= i (- last first))
              (begin
                (for-each (lambda (item)
                            (add-item! (+ (car item) (* i size)) (cadr item) (caddr item) (cadddr item)))
                          (reverse new))
                (loop (+ i 1))))))))

;; after one designator: more of them, or "=" and the value
(define (designated type offset)
  (case *mark*
    ((dot) (initialise-members type offset (type-parts type) 'designated))
    ((lbracket) (initialise-elements-designated type offset))
    (else (accept? '=)
          (initialise type offset #f))))

(define (initialise-elements-designated type offset)
  (if (not (array? type)) (fail *tok* "this is no array"))
  (let ((range (parse-index)) (before *items*) (size (type-size (type-base type))))
    (designated (type-base type) (+ offset (* (car range) size)))
    (repeat-items! before (car range) (cdr range) size)
    (if (and (type-extra type) (< (+ 1 (cdr range)) (type-extra type)) (eq? *mark* 'comma)
             (not (memq (peek-mark) '(dot lbracket rbrace))))
        (begin (advance!) (initialise-elements type offset (+ 1 (cdr range)) #f)))))

;; members := { [ designators ] initialiser "," }     braced?: #t, #f or designated (a name comes first)
(define (initialise-members type offset members braced?)
  (let loop ((members members) (first? #t))
    (if (and (or (eq? braced? #t) (pair? members) (and first? (eq? braced? 'designated)))
             (more? (eq? braced? #t) first?))
        (if (and (eq? *mark* 'dot) (not *pending*))
            (begin
              (advance!)
              (let* ((token *tok*) (name (expect-member-name))
                     (path (member-path type name)))
                (if (not path) (fail token "there is no member '" (ident-name name) "'"))
                (designated-path path offset)
                (loop (rest-after (car (car path)) type) #f)))
            (begin
              (if (null? members) (fail *tok* "too many initialisers for this struct"))
              (initialise (member-type (car members)) (+ offset (member-offset (car members)))
                          (and (member-bit (car members)) (car members)))
              (loop (if (eq? 'union (type-extra type)) '() (cdr members)) #f)))))
  1)

(define (rest-after member type)
  (if (eq? 'union (type-extra type)) '() (cdr (memq member (type-parts type)))))

;; members leading to the name: one, or several when it stands in anonymous structs
(define (member-path type name)
  (let loop ((members (type-parts type)))
    (cond ((null? members) #f)
          ((eq? name (member-name (car members))) (list (list (car members) (car members) 0)))
          ((and (not (member-name (car members))) (find-member (member-type (car members)) name))
           => (lambda (found) (list (list (car members) (car found) (cdr found)))))
          (else (loop (cdr members))))))

(define (designated-path path offset)
  (let* ((step (car path)) (outer (car step)) (inner (cadr step))
         (place (if (eq? outer inner)
                    (+ offset (member-offset outer))
                    (+ offset (member-offset outer) (caddr step)))))
    (if (member-bit inner)
        (begin (accept? '=)
               (initialise (member-type inner) (if (eq? outer inner) offset place) inner))
        (designated (member-type inner) place))))

;;; Locals: zero first where not everything is given, then assign

(define (assignments-for entry type items)
  (let* ((target (var-node entry 0 type))
         (whole? (and (pair? items) (null? (cdr items)) (eq? (cadr (car items)) type)
                      (not (cadddr (car items)))))
         (stores (map (lambda (item) (assign-item entry target item)) items)))
    (if (or whole? (not (memq (type-kind type) '(array struct))))
        stores
        (cons (make-node 'zero void-type target (type-size type) #f heavy) stores))))

(define (assign-item entry target item)
  (let ((offset (car item)) (type (cadr item)) (value (caddr item)) (member (cadddr item)))
    (assign-node (if member
                     (bits-node target offset member #f)
                     (at-offset target offset type #f))
                 value)))

;; "(" type ")" "{" ... "}" : an unnamed object, static at file level
(define (compound-literal type token)
  (if (= *depth* 0)
      (let* ((pair (parse-initialiser type))
             (entry (make-symbol-entry "literal" 'global (car pair) (private-label "literal") (cdr pair) #f 0 #t 'defined token)))
        (set! *globals* (cons entry *globals*))
        (var-node entry 0 (car pair)))
      (let* ((pair (parse-initialiser type))
             (entry (new-local "literal" (car pair) token)))
        (set-entry-in-memory?! entry #t)
        (fold-right comma-node
                    (var-node entry 0 (car pair))
                    (assignments-for entry (car pair) (cdr pair))))))
