;;; types.scm : the types of C as gcc lays them out on i386 Linux
;;;
;;;   kind    size  align  base      parts                 extra
;;;   void    1     1
;;;   bool    1     1
;;;   int     1 2 4 8                                      name; align of 8 is 4 inside structs
;;;   float   4 8 12
;;;   ptr     4     4      target
;;;   array   n*s   base's element                         count, or #f: not yet known
;;;   func    1     1      result    parameter types       #f, variadic, or old: no prototype
;;;   struct  sum   max              members, or #f: not yet known       struct or union
;;; Trap: double and long long have alignment 4 in structs here, although __alignof__ says 8.

(define-record-type type
  (make-type kind size align unsigned? base parts extra)
  type?
  (kind type-kind)
  (size type-size set-type-size!)
  (align type-align set-type-align!)
  (unsigned? type-unsigned?)
  (base type-base)
  (parts type-parts set-type-parts!)
  (extra type-extra set-type-extra!))

;; bits is #f, or the width of a bit-field whose first bit is `bit` within the struct
(define-record-type struct-member
  (make-member name type offset bit bits)
  member?
  (name member-name)                     ; ident, or #f for an anonymous struct or union
  (type member-type)
  (offset member-offset)
  (bit member-bit)
  (bits member-bits))

(define (integer-type name size unsigned?)
  (make-type 'int size (min size 4) unsigned? #f #f name))

(define void-type (make-type 'void 1 1 #f #f #f #f))
(define bool-type (make-type 'bool 1 1 #t #f #f "_Bool"))
(define char-type (integer-type "char" 1 #f))
(define schar-type (integer-type "signed char" 1 #f))
(define uchar-type (integer-type "unsigned char" 1 #t))
(define short-type (integer-type "short" 2 #f))
(define ushort-type (integer-type "unsigned short" 2 #t))
(define int-type (integer-type "int" 4 #f))
(define uint-type (integer-type "unsigned int" 4 #t))
(define long-type (integer-type "long" 4 #f))
(define ulong-type (integer-type "unsigned long" 4 #t))
(define llong-type (integer-type "long long" 8 #f))
(define ullong-type (integer-type "unsigned long long" 8 #t))
(define float-type (make-type 'float 4 4 #f #f #f "float"))
(define double-type (make-type 'float 8 4 #f #f #f "double"))
(define ldouble-type (make-type 'float 12 4 #f #f #f "long double"))
(define (pointer-to type) (make-type 'ptr 4 4 #t type #f #f))
(define (array-of type count)
  (make-type 'array (if count (* count (type-size type)) 0) (type-align type) #f type #f count))
(define (function-type result parameters style) (make-type 'func 1 1 #f result parameters style))
(define char-pointer (pointer-to char-type))
(define void-pointer (pointer-to void-type))
(define (kind? type kind) (eq? (type-kind type) kind))
(define (pointer? type) (kind? type 'ptr))
(define (struct? type) (kind? type 'struct))
(define (float? type) (kind? type 'float))
(define (void? type) (kind? type 'void))
(define (function? type) (kind? type 'func))
(define (array? type) (kind? type 'array))
(define (integer? type) (or (kind? type 'int) (kind? type 'bool)))
(define (arithmetic? type) (or (integer? type) (float? type)))
(define (scalar? type) (or (arithmetic? type) (pointer? type)))
(define (complete? type)
  (case (type-kind type)
    ((struct) (and (type-parts type) #t))
    ((array) (and (type-extra type) (complete? (type-base type))))
    (else #t)))

;; how values are held: word in a register, wide in edx:eax, float in st0, struct by address
(define (value-class type)
  (case (type-kind type)
    ((int) (if (= (type-size type) 8) 'wide 'word))
    ((bool ptr array func) 'word)
    (else (type-kind type))))

(define (word? type) (eq? (value-class type) 'word))
(define (wide? type) (eq? (value-class type) 'wide))

(define (same-type? a b)
  (or (eq? a b)
      (and (eq? (type-kind a) (type-kind b))
           (case (type-kind a)
             ((int float) (equal? (type-extra a) (type-extra b)))
             ((ptr) (same-type? (type-base a) (type-base b)))
             ((array) (and (same-type? (type-base a) (type-base b))
                           (or (not (type-extra a)) (not (type-extra b)) (= (type-extra a) (type-extra b)))))
             ((func) (and (same-type? (type-base a) (type-base b))
                          (or (eq? 'old (type-extra a)) (eq? 'old (type-extra b))
                              (and (eq? (type-extra a) (type-extra b))
                                   (= (length (type-parts a)) (length (type-parts b)))
                                   (every same-type? (type-parts a) (type-parts b))))))
             ((struct) #f)
             (else #t)))))

(define (round-up n align) (* align (quotient (+ n align -1) align)))

(define (promoted type)
  (if (or (kind? type 'bool) (and (kind? type 'int) (< (type-size type) 4))) int-type type))

;; usual arithmetic conversions
(define (common-type a b)
  (cond ((or (float? a) (float? b))
         (cond ((not (float? a)) b)
               ((not (float? b)) a)
               ((> (type-size b) (type-size a)) b)
               (else a)))
        (else
         (let ((a (promoted a)) (b (promoted b)))
           (cond ((> (type-size a) (type-size b)) a)
                 ((> (type-size b) (type-size a)) b)
                 ((type-unsigned? a) (if (equal? "unsigned long" (type-extra b)) b a))
                 ((type-unsigned? b) b)
                 ((equal? "long" (type-extra b)) b)
                 (else a))))))

;;; Struct layout: fields is a list of (name type bits packed-align) in order

;; what #pragma pack says: the largest alignment of members, or #f
(define *pack* #f)
(define *pack-stack* '())

;; a bit-field that would cross a boundary of its own type begins at that boundary, unless packed;
;; width 0 always does
(define (lay-out! type fields packed? least-align)
  (let loop ((fields fields) (bit 0) (align least-align) (size 0) (members '()))
    (if (null? fields)
        (begin
          (set-type-parts! type (reverse members))
          (set-type-align! type align)
          (set-type-size! type (round-up size align)))
        (let* ((field (car fields))
               (name (car field)) (field-type (cadr field)) (bits (caddr field))
               (field-align (min (or *pack* 16) (max (cadddr field) (if packed? 1 (type-align field-type)))))
               (free? (or packed? *pack*))
               (bit (if (eq? (type-extra type) 'union) 0 bit)))
          (cond
           ((and bits (= bits 0))
            (loop (cdr fields) (round-up bit (* 8 (type-align field-type))) align size members))
           (bits
            (let* ((unit (* 8 (type-size field-type)))
                   (first (if (and (not free?)
                                   (> (+ (modulo bit (* 8 field-align)) bits) unit))
                              (round-up bit (* 8 field-align))
                              bit)))
              (loop (cdr fields) (+ first bits)
                    (if name (max align field-align) align)
                    (max size (quotient (+ first bits 7) 8))
                    (if name (cons (make-member name field-type 0 first bits) members) members))))
           (else
            (let ((offset (round-up (quotient (+ bit 7) 8) field-align)))
              (loop (cdr fields) (* 8 (+ offset (type-size field-type)))
                    (max align field-align)
                    (max size (+ offset (type-size field-type)))
                    (cons (make-member name field-type offset #f #f) members)))))))))

;; the member of that name, looked for in anonymous ones too: (member . offset), or #f
(define (find-member type name)
  (let loop ((members (type-parts type)))
    (cond ((null? members) #f)
          ((eq? (member-name (car members)) name) (cons (car members) (member-offset (car members))))
          ((and (not (member-name (car members))) (find-member (member-type (car members)) name))
           => (lambda (found)
                (cons (car found) (+ (cdr found) (member-offset (car members))))))
          (else (loop (cdr members))))))

;; the type in words, for messages
(define (type->string type)
  (case (type-kind type)
    ((void) "void")
    ((int float bool) (type-extra type))
    ((ptr) (string-append "pointer to " (type->string (type-base type))))
    ((array) (string-append "array of " (type->string (type-base type))))
    ((func) (string-append "function returning " (type->string (type-base type))))
    (else (symbol->string (type-extra type)))))
