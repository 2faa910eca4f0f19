(define (down n) (if (= n 0) (car n) (+ 1 (down (- n 1)))))
(down 1000)
