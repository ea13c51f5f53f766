/* A table that is typed or pasted: a grid over a text area, which stays what is saved (rows by line, cells by
   tabulator). Without JavaScript the text area does the same. */
(() => {
  const MOST_ROWS = 500;
  const MOST_COLUMNS = 12;
  const AMOUNT = /^\s*[-−(（]?[¥￥]?\s*\d[\d,，]*(\.\d+)?\s*元?[)）]?\s*$/;

  /** Amounts stand below one another, as they will be read. */
  function align(cell) {
    cell.classList.toggle('disclosure-amount', AMOUNT.test(cell.value));
  }

  /** Rows of a text as spreadsheets copy it: cells of several lines stand between quotation marks. */
  function parse(text) {
    const rows = [[]];
    let cell = '';
    let quoted = false;
    const source = text.replace(/\r\n?/g, '\n');
    for (let at = 0; at < source.length; at += 1) {
      const letter = source[at];
      if (quoted) {
        if (letter === '"' && source[at + 1] === '"') { cell += '"'; at += 1; }
        else if (letter === '"') quoted = false;
        else cell += letter === '\n' ? ' ' : letter;
      } else if (letter === '"' && cell === '') quoted = true;
      else if (letter === '\t') { rows[rows.length - 1].push(cell); cell = ''; }
      else if (letter === '\n') { rows[rows.length - 1].push(cell); rows.push([]); cell = ''; }
      else cell += letter;
    }
    rows[rows.length - 1].push(cell);
    if (rows.length > 1 && rows[rows.length - 1].every((value) => value === '')) rows.pop();
    return rows;
  }

  function written(cell) {
    return /^"|[\t\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
  }

  function text(rows) {
    const kept = rows.map((row) => {
      const cells = [...row];
      while (cells.length && cells[cells.length - 1].trim() === '') cells.pop();
      return cells.map(written).join('\t');
    });
    while (kept.length && kept[kept.length - 1] === '') kept.pop();
    return kept.join('\n');
  }

  function make(tag, attributes = {}, words = '') {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.textContent = words;
    return element;
  }

  class SheetController extends window.StimulusModule.Controller {
    static values = { columns: Array, words: Object };

    connect() {
      this.box = make('div', { class: 'disclosure-sheet' });
      this.element.after(this.box);
      this.read();
      this.draw();
      this.show(true);
    }

    disconnect() {
      this.box.remove();
      this.element.hidden = false;
    }

    get fixed() { return this.columnsValue.length > 0; }

    /** Takes the rows from the text area. A first row that is the headings themselves is kept, but not shown. */
    read() {
      this.rows = this.element.value ? parse(this.element.value) : [];
      const head = this.rows[0] || [];
      this.headed = this.fixed && head.join('\t') === this.columnsValue.join('\t');
      if (this.headed) this.rows.shift();
      const widest = Math.max(this.fixed ? this.columnsValue.length : 3, ...this.rows.map((row) => row.length));
      this.width = Math.min(widest, MOST_COLUMNS);
      if (!this.rows.length) this.rows = [[], [], []];
      if (this.rows[this.rows.length - 1].some((cell) => cell)) this.rows.push([]);
    }

    write() {
      const body = text(this.rows);
      this.element.value = this.headed && body ? `${this.columnsValue.join('\t')}\n${body}` : body;
      ['input', 'change'].forEach((name) => this.element.dispatchEvent(new Event(name, { bubbles: true })));
    }

    draw() {
      const { wordsValue: words } = this;
      const table = make('table');
      table.append(this.headings(), make('tbody'));
      this.body = table.tBodies[0];
      this.rows.forEach((row, number) => this.body.append(this.line(row, number)));
      const scroll = make('div', { class: 'disclosure-sheet__scroll' });
      scroll.append(table);
      const tools = make('p', { class: 'disclosure-sheet__tools' });
      tools.append(this.button(words.add, () => this.add()));
      if (!this.fixed) tools.append(this.button(words.column, () => this.widen()));
      tools.append(this.button(words.plain, () => this.show(false)));
      this.grid = make('div');
      this.grid.append(make('p', { class: 'disclosure-sheet__hint' }, words.hint), scroll, tools);
      this.plain = make('p', { class: 'disclosure-sheet__tools' });
      this.plain.append(this.button(words.grid, () => { this.read(); this.draw(); this.show(true); }));
      this.box.replaceChildren(this.grid, this.plain);
    }

    headings() {
      const head = make('thead');
      const row = head.insertRow();
      row.append(make('td', {}, this.headed ? '1' : ''));
      for (let number = 0; number < this.width; number += 1) {
        row.append(make('th', { scope: 'col' }, this.name(number)));
      }
      row.append(make('td'));
      return head;
    }

    name(number) {
      return this.fixed ? this.columnsValue[number] || '' : String.fromCharCode(65 + number);
    }

    line(row, number) {
      const line = make('tr');
      const shown = number + (this.headed ? 2 : 1);
      line.append(make('th', { scope: 'row' }, String(shown)));
      for (let column = 0; column < this.width; column += 1) {
        const place = make('td');
        const label = !this.fixed && number === 0 ? this.wordsValue.heading : this.name(column);
        const cell = make('input', { type: 'text', 'aria-label': `${this.wordsValue.row} ${shown}, ${label}` });
        cell.value = row[column] || '';
        align(cell);
        cell.dataset.place = `${number}:${column}`;
        cell.addEventListener('input', (event) => this.typed(event, number, column));
        cell.addEventListener('paste', (event) => this.pasted(event, number, column));
        cell.addEventListener('keydown', (event) => this.moved(event, number, column));
        place.append(cell);
        line.append(place);
      }
      const end = make('td');
      const remove = this.button('×', () => this.remove(number));
      remove.setAttribute('aria-label', `${this.wordsValue.remove} ${shown}`);
      remove.classList.add('disclosure-sheet__remove');
      end.append(remove);
      line.append(end);
      return line;
    }

    button(words, act) {
      const button = make('button', { type: 'button', class: 'button button-small button-secondary' }, words);
      button.addEventListener('click', act);
      return button;
    }

    typed(event, number, column) {
      event.stopPropagation();
      align(event.target);
      this.set(number, column, event.target.value);
      if (number === this.rows.length - 1 && this.rows.length < MOST_ROWS) this.append();
      this.write();
    }

    set(number, column, value) {
      const row = this.rows[number];
      while (row.length <= column) row.push('');
      row[column] = value;
    }

    append() {
      this.rows.push([]);
      this.body.append(this.line([], this.rows.length - 1));
    }

    /** Cells of a spreadsheet fill the grid from here on; a single word is pasted as ever. */
    pasted(event, number, column) {
      const copied = event.clipboardData.getData('text/plain');
      if (!/[\t\n\r]/.test(copied.trim())) return;
      event.preventDefault();
      const cells = parse(copied);
      cells.slice(0, MOST_ROWS - number).forEach((row, down) => {
        while (this.rows.length <= number + down) this.rows.push([]);
        row.forEach((value, right) => this.set(number + down, column + right, value.trim()));
      });
      this.write();
      this.read();
      this.draw();
      this.show(true);
      this.focus(number, column);
    }

    moved(event, number, column) {
      const down = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === 'Enter') event.preventDefault();
      if (!down) return;
      this.focus(number + down, column);
    }

    focus(number, column) {
      const cell = this.body.querySelector(`[data-place="${number}:${column}"]`);
      if (cell) cell.focus();
    }

    add() {
      if (this.rows.length >= MOST_ROWS) return;
      this.append();
      this.focus(this.rows.length - 1, 0);
    }

    widen() {
      if (this.width >= MOST_COLUMNS) return;
      this.width += 1;
      this.draw();
      this.show(true);
      this.focus(0, this.width - 1);
    }

    remove(number) {
      this.rows.splice(number, 1);
      this.write();
      this.read();
      this.draw();
      this.show(true);
      this.focus(Math.min(number, this.rows.length - 1), 0);
    }

    show(grid) {
      this.element.hidden = grid;
      this.grid.hidden = !grid;
      this.plain.hidden = grid;
    }
  }

  window.wagtail.app.register('disclosure-sheet', SheetController);
})();
