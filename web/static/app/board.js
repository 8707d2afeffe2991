// Draws the board's tables as charts. The figures and where they lead stand in the
// tables alone: what a chart shows and what its table says cannot differ. A chart is for
// looking; the table stays beside it for readers and for the keyboard.
(() => {
  const colours = { bars: ["#b3261e", "#e0a100"], lines: ["#0b4f8a", "#1b6b34", "#b3261e"] };
  const ink = { color: "#3b4654", fontSize: 11 };
  const shorten = (text, n) => (text.length > n ? text.slice(0, n - 1) + "…" : text);

  const read = (table) => ({
    names: [...table.querySelectorAll("thead th")].slice(1).map((th) => th.innerText),
    labels: [...table.querySelectorAll("tbody th")].map((th) => th.textContent),
    cells: [...table.querySelectorAll("tbody tr")].map((tr) => [...tr.querySelectorAll("td a")].map((a) => ({ value: +a.textContent, href: a.getAttribute("href") }))),
  });

  const options = (shape, data, most) => {
    const bars = shape === "bars";
    const rows = data.labels.map((label, i) => ({ label, cells: data.cells[i] })).slice(0, bars ? most : undefined);
    if (bars) rows.reverse(); // the worst on top
    const names = { type: "category", data: rows.map((r) => r.label), axisLabel: { ...ink, formatter: (t) => shorten(t, 12) }, axisTick: { show: false } };
    const count = { type: "value", minInterval: 1, axisLabel: ink, splitLine: { lineStyle: { color: "#edf0f4" } } };
    return {
      animation: false,
      color: colours[shape],
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      legend: { top: 0, right: 0, itemHeight: 9, itemWidth: 14, textStyle: ink },
      grid: { left: 4, right: 14, top: 26, bottom: 2, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: bars ? "shadow" : "line" } },
      xAxis: bars ? count : names,
      yAxis: bars ? names : count,
      series: data.names.map((name, i) => ({
        name, type: bars ? "bar" : "line", stack: bars ? "all" : undefined, barMaxWidth: 16, symbolSize: 7, cursor: "pointer",
        data: rows.map((r) => r.cells[i]),
      })),
    };
  };

  const draw = (figure) => {
    const details = figure.querySelector("details");
    if (!details) return;
    const data = read(details.querySelector("table"));
    const box = document.createElement("div");
    box.className = "cx-chart";
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", figure.querySelector("figcaption").innerText + "（数据见下方数据表）");
    details.before(box);
    details.open = false;
    const chart = window.echarts.init(box, null, { renderer: "canvas" });
    box.removeAttribute("aria-hidden");
    chart.setOption(options(figure.dataset.chart, data, 8));
    box.setAttribute("aria-label", figure.querySelector("figcaption").innerText + "（数据见下方数据表）");
    chart.on("click", (e) => { if (e.data && e.data.href) window.location.assign(e.data.href); });
    new ResizeObserver(() => { if (box.clientHeight) chart.resize(); }).observe(box); // also when it was hidden and is shown again
  };

  if (window.echarts) document.querySelectorAll("figure[data-chart]").forEach(draw);
})();
