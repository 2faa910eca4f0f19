;;; (mes core number): what of arithmetic is rare. C does the rest.

;;; (quotient . rest) of two numbers that are not negative, and B not 0: the quotient by twice as much, doubled
(define (%divide-long a b)
  (if (< a b)
      (cons 0 a)
      (let* ((half (%divide-long a (+ b b)))
             (quotient (+ (car half) (car half)))
             (rest (cdr half)))
        (if (< rest b)
            (cons quotient rest)
            (cons (+ quotient 1) (- rest b))))))
