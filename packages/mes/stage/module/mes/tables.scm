;;; (mes tables): hash tables as a whole, and sorting.

(define (hash-for-each f table)
  (for-each (lambda (entry) (f (car entry) (cdr entry))) (hash-table->alist table)))

(define (hash-map->list f table)
  (map (lambda (entry) (f (car entry) (cdr entry))) (hash-table->alist table)))

(define (hash-fold f seed table)
  (fold (lambda (entry result) (f (car entry) (cdr entry) result)) seed (hash-table->alist table)))

(define (hash-count wanted? table)
  (count (lambda (entry) (wanted? (car entry) (cdr entry))) (hash-table->alist table)))

(define hashq hash)
(define hashv-ref hashq-ref)
(define hashv-set! hashq-set!)
(define hashv-remove! hashq-remove!)
(define hashv-get-handle hashq-get-handle)
(define hashv-create-handle! hashq-create-handle!)

(define hash-table-set! hash-set!)
(define hash-table-ref hash-ref)
(define hash-table-count hash-table-size)
(define (hash-table-keys table) (map car (hash-table->alist table)))
(define (hash-table-values table) (map cdr (hash-table->alist table)))
(define (hash-table-walk table f) (hash-for-each f table))

(define (alist->hash-table alist)
  (let ((table (make-hash-table)))
    (for-each (lambda (entry) (hash-set! table (car entry) (cdr entry))) alist)
    table))

;;; Stable merge sort
(define (sort items less?)
  (if (vector? items)
      (list->vector (sort (vector->list items) less?))
      (let sort-first ((n (length items)) (items items))
        (cond ((= n 0) '())
              ((= n 1) (list (car items)))
              (else
               (let ((half (quotient n 2)))
                 (merge (sort-first half items) (sort-first (- n half) (list-tail items half)) less?)))))))

(define (merge a b less?)
  (let loop ((a a) (b b) (result '()))
    (cond ((null? a) (append-reverse! result b))
          ((null? b) (append-reverse! result a))
          ((less? (car b) (car a)) (loop a (cdr b) (cons (car b) result)))
          (else (loop (cdr a) b (cons (car a) result))))))

(define stable-sort sort)
(define sort! sort)
