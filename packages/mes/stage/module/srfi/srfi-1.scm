;;; (srfi srfi-1): lists.

(define (fold f seed list . more)
  (if (null? more)
      (let loop ((list list) (result seed))
        (if (pair? list)
            (loop (cdr list) (f (car list) result))
            result))
      (let loop ((lists (cons list more)) (result seed))
        (if (every pair? lists)
            (loop (map cdr lists) (apply f (append (map car lists) (cons result '()))))
            result))))

(define (fold-right f seed list . more)
  (if (null? more)
      (let loop ((list (reverse list)) (result seed))
        (if (pair? list)
            (loop (cdr list) (f (car list) result))
            result))
      (let loop ((lists (cons list more)))
        (if (every pair? lists)
            (apply f (append (map car lists) (cons (loop (map cdr lists)) '())))
            seed))))

(define (reduce f default list)
  (if (null? list) default (fold f (car list) (cdr list))))

(define (reduce-right f default list)
  (if (null? list)
      default
      (let loop ((list list))
        (if (pair? (cdr list))
            (f (car list) (loop (cdr list)))
            (car list)))))

(define (pair-fold f seed list)
  (let loop ((list list) (result seed))
    (if (pair? list)
        (let ((rest (cdr list)))
          (loop rest (f list result)))
        result)))

(define (unfold stop? value next seed . tail)
  (let loop ((seed seed) (result '()))
    (if (stop? seed)
        (append-reverse result (if (pair? tail) ((car tail) seed) '()))
        (loop (next seed) (cons (value seed) result)))))

(define (unfold-right stop? value next seed . tail)
  (let loop ((seed seed) (result (if (pair? tail) (car tail) '())))
    (if (stop? seed)
        result
        (loop (next seed) (cons (value seed) result)))))

(define (append-map f . lists)
  (apply append (apply map f lists)))

(define append-map! append-map)

(define (filter-map f . lists)
  (filter identity (apply map f lists)))

(define (remove drop? list)
  (filter (lambda (x) (not (drop? x))) list))

(define filter! filter)
(define remove! remove)

(define (partition in? list)
  (let loop ((list list) (in '()) (out '()))
    (cond ((null? list) (values (reverse! in) (reverse! out)))
          ((in? (car list)) (loop (cdr list) (cons (car list) in) out))
          (else (loop (cdr list) in (cons (car list) out))))))

(define (find wanted? list)
  (let loop ((list list))
    (cond ((null? list) #f)
          ((wanted? (car list)) (car list))
          (else (loop (cdr list))))))

(define (find-tail wanted? list)
  (let loop ((list list))
    (cond ((null? list) #f)
          ((wanted? (car list)) list)
          (else (loop (cdr list))))))

(define (any wanted? list . more)
  (if (null? more)
      (let loop ((list list))
        (cond ((null? list) #f)
              ((null? (cdr list)) (wanted? (car list)))
              (else (or (wanted? (car list)) (loop (cdr list))))))
      (let loop ((lists (cons list more)))
        (and (every pair? lists)
             (or (apply wanted? (map car lists)) (loop (map cdr lists)))))))

(define (every wanted? list . more)
  (if (null? more)
      (let loop ((list list))
        (cond ((null? list) #t)
              ((null? (cdr list)) (wanted? (car list)))
              (else (and (wanted? (car list)) (loop (cdr list))))))
      (let loop ((lists (cons list more)) (last #t))
        (if (every pair? lists)
            (let ((value (apply wanted? (map car lists))))
              (and value (loop (map cdr lists) value)))
            last))))

(define (list-index wanted? list . more)
  (let loop ((lists (cons list more)) (i 0))
    (cond ((not (every pair? lists)) #f)
          ((apply wanted? (map car lists)) i)
          (else (loop (map cdr lists) (+ i 1))))))

(define (count wanted? list . more)
  (let loop ((lists (cons list more)) (n 0))
    (cond ((not (every pair? lists)) n)
          ((apply wanted? (map car lists)) (loop (map cdr lists) (+ n 1)))
          (else (loop (map cdr lists) n)))))

(define (last list) (car (last-pair list)))

(define (first list) (car list))
(define (second list) (cadr list))
(define (third list) (caddr list))
(define (fourth list) (cadddr list))
(define (fifth list) (list-ref list 4))

(define take list-head)
(define drop list-tail)

(define (take-right list n) (list-tail list (- (length list) n)))
(define (drop-right list n) (list-head list (- (length list) n)))
(define drop-right! drop-right)
(define take! take)

(define (split-at list n) (values (take list n) (drop list n)))

(define (take-while wanted? list)
  (let loop ((list list) (result '()))
    (if (and (pair? list) (wanted? (car list)))
        (loop (cdr list) (cons (car list) result))
        (reverse! result))))

(define (drop-while wanted? list)
  (let loop ((list list))
    (if (and (pair? list) (wanted? (car list)))
        (loop (cdr list))
        list)))

(define (span wanted? list) (values (take-while wanted? list) (drop-while wanted? list)))
(define (break stop? list) (span (lambda (x) (not (stop? x))) list))

(define (concatenate lists) (apply append lists))
(define (xcons a b) (cons b a))

(define (list-tabulate n f)
  (let loop ((i (- n 1)) (result '()))
    (if (< i 0)
        result
        (loop (- i 1) (cons (f i) result)))))

(define (delete-duplicates list . same)
  (let ((same? (if (pair? same) (car same) equal?)))
    (let loop ((list list) (result '()))
      (cond ((null? list) (reverse! result))
            ((any (lambda (x) (same? x (car list))) result) (loop (cdr list) result))
            (else (loop (cdr list) (cons (car list) result)))))))

(define (assoc-delete key alist . same)
  (let ((same? (if (pair? same) (car same) equal?)))
    (remove (lambda (pair) (same? key (car pair))) alist)))
(define alist-delete assoc-delete)
(define alist-cons acons)

;;; ---- Lists as sets ----

(define (member-of? x list same?)
  (any (lambda (y) (same? y x)) list))

(define (lset-adjoin same? list . elements)
  (fold (lambda (x list) (if (member-of? x list same?) list (cons x list))) list elements))

(define (lset-union same? . lists)
  (if (null? lists)
      '()
      (fold (lambda (more list) (apply lset-adjoin same? list more)) (car lists) (cdr lists))))

(define (lset-intersection same? list . more)
  (filter (lambda (x) (every (lambda (other) (member-of? x other same?)) more)) list))

(define (lset-difference same? list . more)
  (filter (lambda (x) (every (lambda (other) (not (member-of? x other same?))) more)) list))

(define (lset<= same? list . more)
  (or (null? more)
      (and (every (lambda (x) (member-of? x (car more) same?)) list)
           (apply lset<= same? more))))
