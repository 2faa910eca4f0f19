;;; (srfi srfi-14): sets of characters. The sets themselves are in C.

(define (char-set . chars) (list->char-set chars))

(define (char-set-adjoin set . chars) (list->char-set chars set))

(define (char-set->list set)
  (filter (lambda (c) (char-set-contains? set c)) (map integer->char (iota 256))))

(define (char-set-delete set . chars)
  (list->char-set (remove (lambda (c) (memv c chars)) (char-set->list set))))

(define (char-set-copy set) (list->char-set '() set))

(define (char-set= set . sets) (every (lambda (other) (equal? set other)) sets))

(define (char-set-union . sets)
  (fold (lambda (set result) (list->char-set (char-set->list set) result)) (char-set) sets))

(define (char-set-intersection . sets)
  (char-set-complement (apply char-set-union (map char-set-complement sets))))

(define (char-set-difference set . sets)
  (char-set-intersection set (char-set-complement (apply char-set-union sets))))

(define (char-set-complement set)
  (list->char-set (remove (lambda (c) (char-set-contains? set c)) (map integer->char (iota 256)))))

(define (char-upper-case? c) (and (char>=? c #\A) (char<=? c #\Z)))
(define (char-lower-case? c) (and (char>=? c #\a) (char<=? c #\z)))

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
