        .globl _start
_start: movz    x20, #0x1000, lsl #16
        add     x19, x20, #0x40
next:   ldr     x8, [x19]
        ldp     x0, x1, [x19, #8]
        ldp     x2, x3, [x19, #24]
        ldp     x4, x5, [x19, #40]
        svc     #0
        ldr     x9, [x19, #56]
        str     x0, [x9]
        cmn     x0, #4095
        b.cs    error
        cbz     x0, zero
        ldr     x9, [x19, #64]
        cmp     x0, x9
        b.eq    match
        ldr     x19, [x19, #96]
        b       next
zero:   ldr     x19, [x19, #80]
        b       next
match:  ldr     x19, [x19, #88]
        b       next
error:  mov     x1, x20
        stp     x19, x0, [x1]
        mov     x0, #3
        mov     x2, #16
        mov     x8, #64
        svc     #0
        ldr     x19, [x19, #72]
        b       next
