#!/usr/bin/env bash
# read-excel-file 9.3.17 (npm) and workbooks whose cells hold no value that can be relied on.
#
# A cell that shows an error (#REF!) and a formula whose result was never stored (openpyxl writes such) come back as
# null, just as an empty cell does. A formula that XlsxWriter has written comes back as the number 0: that is what
# XlsxWriter stores in its place, with the workbook saying that all must be calculated when it is opened
# (calcPr fullCalcOnLoad). Whoever reads limits or rates so takes "cannot be read" for "nothing there" or for zero.
#
# Seen with openpyxl 3.1.5 and XlsxWriter 3.2.9:
#   openpyxl:   [["error",null],["never calculated",null],["empty",null],["number",5000]]
#   XlsxWriter: [["calculated by nobody",0],["number",5000]]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
pip install --quiet --disable-pip-version-check --root-user-action=ignore --target packages openpyxl==3.1.5 XlsxWriter==3.2.9
npm install --silent --no-audit --no-fund --prefix . read-excel-file@9.3.17 >/dev/null
PYTHONPATH=packages python3 - <<'PYTHON'
import openpyxl, xlsxwriter

workbook = openpyxl.Workbook()
sheet = workbook.active
for row in (["error", "#REF!"], ["never calculated", "=2500*2"], ["empty"], ["number", 5000]):
    sheet.append(row)
sheet["B1"].data_type = "e"
workbook.save("openpyxl.xlsx")

workbook = xlsxwriter.Workbook("xlsxwriter.xlsx")
sheet = workbook.add_worksheet()
sheet.write("A1", "calculated by nobody")
sheet.write_formula("B1", "=2500*2")
sheet.write_row("A2", ["number", 5000])
workbook.close()
PYTHON
unzip -p xlsxwriter.xlsx xl/workbook.xml | grep -q 'fullCalcOnLoad="1"'
cat > read.cjs <<'JAVASCRIPT'
const { default: read } = require('read-excel-file/node');
const show = async (file) => JSON.stringify((await read(file))[0].data);
(async () => {
  console.log(`openpyxl:   ${await show('openpyxl.xlsx')}`);
  console.log(`XlsxWriter: ${await show('xlsxwriter.xlsx')}`);
})();
JAVASCRIPT
node read.cjs | tee seen
diff seen - <<'EXPECTED'
openpyxl:   [["error",null],["never calculated",null],["empty",null],["number",5000]]
XlsxWriter: [["calculated by nobody",0],["number",5000]]
EXPECTED
echo "as described"
