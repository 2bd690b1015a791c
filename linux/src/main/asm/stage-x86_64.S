        .intel_syntax noprefix
        .globl _start
_start: mov     ebx, 0x10000040
next:   mov     rax, [rbx]
        mov     rdi, [rbx+8]
        mov     rsi, [rbx+16]
        mov     rdx, [rbx+24]
        mov     r10, [rbx+32]
        mov     r8, [rbx+40]
        mov     r9, [rbx+48]
        syscall
        mov     rcx, [rbx+56]
        mov     [rcx], rax
        cmp     rax, -4095
        jae     error
        test    rax, rax
        je      zero
        cmp     rax, [rbx+64]
        je      match
        mov     rbx, [rbx+96]
        jmp     next
zero:   mov     rbx, [rbx+80]
        jmp     next
match:  mov     rbx, [rbx+88]
        jmp     next
error:  mov     esi, 0x10000000
        mov     [rsi], rbx
        mov     [rsi+8], rax
        mov     edi, 3
        mov     edx, 16
        mov     eax, 1
        syscall
        mov     rbx, [rbx+72]
        jmp     next
