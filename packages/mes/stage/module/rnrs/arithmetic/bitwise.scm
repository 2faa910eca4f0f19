;;; (rnrs arithmetic bitwise)

(define bitwise-not lognot)
(define bitwise-and logand)
(define bitwise-ior logior)
(define bitwise-xor logxor)
(define bitwise-arithmetic-shift ash)
(define bitwise-arithmetic-shift-left ash)
(define arithmetic-shift ash)

(define (bitwise-arithmetic-shift-right n count) (ash n (- count)))

(define (logtest a b) (not (= 0 (logand a b))))
(define (logbit? i n) (logtest (ash 1 i) n))

(define (logcount n)
  (let loop ((n (if (< n 0) (lognot n) n)) (count 0))
    (if (= n 0) count (loop (ash n -1) (+ count (logand n 1))))))

(define (integer-length n)
  (let loop ((n (if (< n 0) (lognot n) n)) (length 0))
    (if (= n 0) length (loop (ash n -1) (+ length 1)))))

(define (bit-extract n start end)
  (logand (ash n (- start)) (- (ash 1 (- end start)) 1)))
