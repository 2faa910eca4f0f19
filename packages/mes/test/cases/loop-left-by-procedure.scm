;;; The inner loop is not only called in tail position, so it becomes a procedure; from there the outer one goes on.
(display
 (let outer ((i 0) (sum 0))
   (if (< i 3)
       (let inner ((j 0))
         (if (< j 2)
             (car (list (inner (+ j 1))))
             (outer (+ i 1) (+ sum j))))
       (list i sum))))
