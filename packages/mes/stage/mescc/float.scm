;;; float.scm : floating constants without floats
;;;
;;; A *flo* is exact: (sign mantissa . exponent) means (-1)^sign * mantissa * 2^exponent, where the
;;; mantissa is a natural number of any size.  The exponent may also be the symbol inf or nan.
;;;   "0.1" with 53 bits -> (0 7205759403792794 . -56) -> bytes 9A 99 99 99 99 99 B9 3F
;;; Rounding happens in one place, `flo-round-sticky`, to nearest, ties to even.

(define (bits-of n)
  (let loop ((n n) (bits 0))
    (cond ((= n 0) bits)
          ((< n 65536) (loop (ash n -1) (+ bits 1)))
          (else (loop (ash n -16) (+ bits 16))))))

(define (make-flo sign mantissa exponent) (cons sign (cons mantissa exponent)))
(define (flo-sign f) (car f))
(define (flo-mantissa f) (cadr f))
(define (flo-exponent f) (cddr f))
(define (flo-special? f) (symbol? (flo-exponent f)))
(define (flo-nan? f) (eq? 'nan (flo-exponent f)))
(define (flo-zero? f) (= 0 (flo-mantissa f)))
(define flo-nan (make-flo 0 1 'nan))
(define (flo-inf sign) (make-flo sign 1 'inf))
(define (flo-negate f) (make-flo (- 1 (flo-sign f)) (flo-mantissa f) (flo-exponent f)))

;; by size in bytes: bits of precision, least and greatest exponent of the last bit, bits of the exponent
(define (float-format size)
  (case size
    ((4) '(24 -149 104 8))
    ((8) '(53 -1074 971 11))
    (else '(64 -16445 16320 15))))

;; nearest number of the format; sticky? tells that a little more than the mantissa is meant
(define (flo-round-sticky sign mantissa exponent sticky? size)
  (let* ((format (float-format size))
         (drop (max 0 (- (bits-of mantissa) (car format)) (- (cadr format) exponent)))
         (kept (ash mantissa (- drop)))
         (twice (ash (- mantissa (ash kept drop)) 1))
         (unit (ash 1 drop))
         (up? (and (> drop 0)
                   (or (> twice unit) (and (= twice unit) (or sticky? (odd? kept))))))
         (result (if up? (+ kept 1) kept))
         (exponent (+ exponent drop)))
    (cond ((= result 0) (make-flo sign 0 0))
          ((> (+ exponent (bits-of result)) (+ (caddr format) (car format))) (flo-inf sign))
          (else (make-flo sign result exponent)))))

(define (flo-round f size)
  (if (flo-special? f)
      f
      (flo-round-sticky (flo-sign f) (flo-mantissa f) (flo-exponent f) #f size)))

;; numerator / denominator * 2^exponent, by long division to at least two bits more than any format
(define (flo-divide-naturals sign numerator denominator exponent size)
  (let* ((shift (max 0 (+ 66 (- (bits-of denominator) (bits-of numerator)))))
         (n (ash numerator shift))
         (q (quotient n denominator)))
    (flo-round-sticky sign q (- exponent shift) (not (= n (* q denominator))) size)))

;; decimal digits times 10^exponent
(define (flo-from-decimal mantissa exponent size)
  (cond ((= mantissa 0) (make-flo 0 0 0))
        ((> exponent 5200) (flo-inf 0))
        ((< exponent -12000) (make-flo 0 0 0))
        ((>= exponent 0) (flo-round (make-flo 0 (* mantissa (expt 10 exponent)) 0) size))
        (else (flo-divide-naturals 0 mantissa (expt 10 (- exponent)) 0 size))))

(define (flo-add a b size)
  (cond ((flo-nan? a) a)
        ((flo-nan? b) b)
        ((flo-special? a)
         (if (and (flo-special? b) (not (= (flo-sign a) (flo-sign b)))) flo-nan a))
        ((flo-special? b) b)
        ((and (flo-zero? a) (flo-zero? b)) (make-flo (min (flo-sign a) (flo-sign b)) 0 0))
        (else
         (let ((low (min (flo-exponent a) (flo-exponent b))))
           (define (scaled f)
             (let ((n (ash (flo-mantissa f) (- (flo-exponent f) low))))
               (if (= 1 (flo-sign f)) (- n) n)))
           (let ((sum (+ (scaled a) (scaled b))))
             (flo-round (make-flo (if (< sum 0) 1 0) (abs sum) low) size))))))

(define (flo-sign-of-product a b) (if (= (flo-sign a) (flo-sign b)) 0 1))

(define (flo-multiply a b size)
  (let ((sign (flo-sign-of-product a b)))
    (cond ((flo-nan? a) a)
          ((flo-nan? b) b)
          ((or (flo-special? a) (flo-special? b))
           (if (or (flo-zero? a) (flo-zero? b)) flo-nan (flo-inf sign)))
          (else (flo-round (make-flo sign (* (flo-mantissa a) (flo-mantissa b))
                                     (+ (flo-exponent a) (flo-exponent b)))
                           size)))))

(define (flo-divide a b size)
  (let ((sign (flo-sign-of-product a b)))
    (cond ((flo-nan? a) a)
          ((flo-nan? b) b)
          ((flo-special? a) (if (flo-special? b) flo-nan (flo-inf sign)))
          ((flo-special? b) (make-flo sign 0 0))
          ((flo-zero? b) (if (flo-zero? a) flo-nan (flo-inf sign)))
          ((flo-zero? a) (make-flo sign 0 0))
          (else (flo-divide-naturals sign (flo-mantissa a) (flo-mantissa b)
                                     (- (flo-exponent a) (flo-exponent b)) size)))))

;; -1, 0, 1, or #f when one is no number
(define (flo-compare a b)
  (cond ((or (flo-nan? a) (flo-nan? b)) #f)
        ((and (flo-special? a) (flo-special? b)) (- (flo-sign b) (flo-sign a)))
        (else
         (let ((difference (flo-add a (flo-negate b) 12)))
           (cond ((flo-zero? difference) 0)
                 ((= 1 (flo-sign difference)) -1)
                 (else 1))))))

(define (flo-from-value v unsigned? size)
  (let ((n (if unsigned? (value-unsigned v) v)))
    (flo-round (make-flo (if (< n 0) 1 0) (abs n) 0) size)))

;; towards zero, modulo 2^64
(define (flo->value f)
  (if (flo-special? f)
      0
      (let ((n (ash (flo-mantissa f) (flo-exponent f))))
        (value (if (= 1 (flo-sign f)) (- n) n)))))

;; The bytes of the constant in memory, least significant first: fraction, exponent and sign side by side.
;; Only the format of 80 bits shows the leading one of its mantissa.
(define (flo->bytes f size)
  (let* ((f (flo-round f size))
         (format (float-format size))
         (fraction-bits (if (= size 12) 64 (- (car format) 1)))
         (shift (- (car format) (bits-of (flo-mantissa f))))
         (most (- (ash 1 (cadddr format)) 1)))
    (define (pack fraction exponent)
      (integer->bytes (+ (logand fraction (- (ash 1 fraction-bits) 1))
                         (ash (+ exponent (ash (flo-sign f) (cadddr format))) fraction-bits))
                      size))
    (cond
     ((flo-special? f)
      (pack (ash (if (flo-nan? f) 3 2) (- (car format) 2)) most))
     ((flo-zero? f) (pack 0 0))
     ((>= (- (flo-exponent f) shift) (cadr format))
      (pack (ash (flo-mantissa f) shift) (+ 1 (- (flo-exponent f) shift (cadr format)))))
     (else (pack (ash (flo-mantissa f) (- (flo-exponent f) (cadr format))) 0)))))

(define (integer->bytes n count)
  (map (lambda (i) (value-byte n i)) (iota count)))

;; the text of a floating literal without its suffix: "1.5e3", "0x1.8p1"; #f when it is none
(define (flo-from-text text size)
  (if (and (> (string-length text) 1) (memv (string-ref text 1) '(#\x #\X)))
      (flo-scan text 2 16 4 '(#\p #\P) size)
      (flo-scan text 0 10 1 '(#\e #\E) size)))

;; digits with at most one point, of which each behind it counts `step` in the exponent; then the exponent
(define (flo-scan text start base step marks size)
  (let* ((length (string-length text))
         (end (let find ((i start))
                (if (or (= i length) (memv (string-ref text i) marks)) i (find (+ i 1)))))
         (point (or (string-position text #\. 0) end))
         (digits (string-append (substring text start (min point end))
                                (substring text (min (+ point 1) end) end)))
         (mantissa (string->number digits base))
         (written (if (< end length) (scan-exponent (substring text (+ end 1) length)) 0)))
    (and mantissa
         written
         (let ((exponent (- written (* step (max 0 (- end point 1))))))
           (if (= base 10)
               (flo-from-decimal mantissa exponent size)
               (flo-round (make-flo 0 mantissa exponent) size))))))

;; cut to what makes any number zero or infinite
(define (scan-exponent text)
  (let ((n (string->number (if (string-prefix? "+" text) (substring text 1 (string-length text)) text))))
    (and n (max -100000 (min 100000 n)))))
