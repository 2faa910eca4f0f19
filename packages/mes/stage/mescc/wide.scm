;;; wide.scm : C integers of 64 bits
;;;
;;; A *value* is a Scheme integer from -2^63 to 2^63 - 1: the bits of a C integer, read as a signed number.
;;;   18446744073709551615 and -1 have the same bits, so they are the same value: -1.
;;; Trap: whether a value is signed is the business of its C type; comparisons, right shifts and
;;; divisions therefore take a flag.

(define 2^63 (ash 1 63))
(define 2^64 (ash 1 64))

;; the low 64 bits of any integer
(define (value n)
  (if (and (< n 2^63) (>= n (- 2^63)))
      n
      (let ((low (modulo n 2^64)))
        (if (< low 2^63) low (- low 2^64)))))

(define (value-unsigned v) (if (< v 0) (+ v 2^64) v))

(define (value+ a b) (value (+ a b)))
(define (value- a b) (value (- a b)))
(define (value* a b) (value (* a b)))
(define (value-negate a) (value (- a)))
(define (value-shift-left a n) (value (ash a (min n 64))))

(define (value<? a b unsigned?)
  (if (and unsigned? (not (eq? (< a 0) (< b 0)))) (< b 0) (< a b)))

;; divide is quotient or remainder; the greatest negative value has no positive one
(define (value-divide divide a b unsigned?)
  (value (if unsigned? (divide (value-unsigned a) (value-unsigned b)) (divide a b))))

(define (value-shift-right a n unsigned?)
  (value (ash (if unsigned? (value-unsigned a) a) (- n))))

(define (value-byte v i) (logand 255 (ash v (* -8 i))))

;; the value cut to size bytes and extended again as its type says
(define (value-truncate v size unsigned?)
  (if (or (= size 8) (and (>= v 0) (< v 128)))
      v
      (let* ((range (ash 1 (* 8 size))) (low (logand v (- range 1))))
        (if (or unsigned? (< (* 2 low) range)) low (- low range)))))

(define (value-high-word v) (value-truncate (ash v -32) 4 #f))
(define (value-low-word v) (value-truncate v 4 #f))

;; does it fit that many bits, as an unsigned number?
(define (fits? v bits) (zero? (value-shift-right v bits #t)))

;; log2 of a power of two, or #f
(define (value-log2 v)
  (and (> v 0)
       (let loop ((n v) (i 0))
         (cond ((= n 1) i)
               ((odd? n) #f)
               (else (loop (ash n -1) (+ i 1)))))))

(define hex-bytes
  (list->vector (map (lambda (n) (string-upcase (substring (number->string (+ 256 n) 16) 1 3)))
                     (iota 256))))

(define (hex-byte n) (vector-ref hex-bytes n))

;; the low four bytes as an M1 number: 12 -> "12", large ones "0x89ABCDEF"
(define (value->m1 v)
  (if (and (< v 268435456) (>= v -268435456))
      (number->string v)
      (string-append "0x" (hex-byte (value-byte v 3)) (hex-byte (value-byte v 2))
                     (hex-byte (value-byte v 1)) (hex-byte (value-byte v 0)))))
