echo s > 'with space'
