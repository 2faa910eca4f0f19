(define (factorial n)
  (if (= n 0)
      1
      (* n (if (= n 3) "three" (factorial (- n 1))))))
(display "before\n")
(display (factorial 5))
