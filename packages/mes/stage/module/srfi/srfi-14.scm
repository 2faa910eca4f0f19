;;; (srfi srfi-14): sets of characters.

;;; MEMBERS: a bytevector that has 1 for every character of the set
(define char-set-type (make-record-type 'char-set '(members)))
(define new-char-set (record-constructor char-set-type))
(define char-set? (record-predicate char-set-type))
(define char-set-members (record-accessor char-set-type 'members))

(define (char-set-contains? set c)
  (= 1 (bytevector-u8-ref (char-set-members set) (char->integer c))))

;;; The characters, and those of a set if there is one in the list BASE
(define (list->char-set chars . base)
  (let ((members (if (pair? base) (bytevector-copy (char-set-members (car base))) (make-bytevector 256 0))))
    (for-each (lambda (c) (bytevector-u8-set! members (char->integer c) 1)) chars)
    (new-char-set members)))

(define (string->char-set s . base) (apply list->char-set (string->list s) base))

;;; Adds to the set itself.
(define (string->char-set! s set)
  (for-each (lambda (c) (bytevector-u8-set! (char-set-members set) (char->integer c) 1)) (string->list s))
  set)

(define (char-set . chars) (list->char-set chars))

(define (char-set-adjoin set . chars) (list->char-set chars set))

(define (char-set->list set)
  (filter (lambda (c) (char-set-contains? set c)) (map integer->char (iota 256))))

(define (char-set-delete set . chars)
  (list->char-set (remove (lambda (c) (memv c chars)) (char-set->list set))))

(define (char-set-copy set) (list->char-set '() set))

(define (char-set= set . sets)
  (every (lambda (other) (equal? (char-set-members set) (char-set-members other))) sets))

(define (char-set-union . sets)
  (fold (lambda (set result) (list->char-set (char-set->list set) result)) (char-set) sets))

(define (char-set-intersection . sets)
  (char-set-complement (apply char-set-union (map char-set-complement sets))))

(define (char-set-difference set . sets)
  (char-set-intersection set (char-set-complement (apply char-set-union sets))))

(define (char-set-complement set)
  (list->char-set (remove (lambda (c) (char-set-contains? set c)) (map integer->char (iota 256)))))

(define (char-set-size set) (length (char-set->list set)))

;;; The characters that PREDICATE likes
(define (char-set-of predicate)
  (list->char-set (filter predicate (map integer->char (iota 256)))))

(define (->char-set x)
  (cond ((char? x) (char-set x))
        ((string? x) (string->char-set x))
        (else x)))

(define char-set:empty (char-set))
(define char-set:full (char-set-complement char-set:empty))
(define char-set:whitespace (char-set-of char-whitespace?))
(define char-set:digit (char-set-of char-numeric?))
(define char-set:hex-digit (string->char-set "0123456789abcdefABCDEF"))
(define char-set:lower-case (char-set-of char-lower-case?))
(define char-set:upper-case (char-set-of char-upper-case?))
(define char-set:letter (char-set-of char-alphabetic?))
(define char-set:letter+digit (char-set-union char-set:letter char-set:digit))
(define char-set:blank (char-set #\space #\tab))
(define char-set:graphic (char-set-of (lambda (c) (and (char>? c #\space) (char<? c #\delete)))))
(define char-set:printing (char-set-union char-set:graphic char-set:whitespace))
(define char-set:ascii (char-set-of (lambda (c) (char<=? c #\delete))))
(define char-set:punctuation (string->char-set "!\"#%&'()*,-./:;?@[\\]_{}"))
(define char-set:symbol (string->char-set "$+<=>^`|~"))
