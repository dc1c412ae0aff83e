<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="th">
<context>
    <name>AdvancedSection</name>
    <message>
        <source>Steps</source>
        <translation>จำนวนขั้นตอน</translation>
    </message>
    <message>
        <source>Guidance scale</source>
        <translation>ระดับ Guidance</translation>
    </message>
    <message>
        <source>Same as the first if empty</source>
        <translation>เหมือนช่องแรกหากเว้นว่าง</translation>
    </message>
    <message>
        <source>Second prompt</source>
        <translation>พรอมต์ที่สอง</translation>
    </message>
    <message>
        <source>Second negative prompt</source>
        <translation>พรอมต์เชิงลบที่สอง</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip skip</translation>
    </message>
    <message>
        <source>1 uses the last layer of the text encoder, 2 the layer before it; for SDXL both are the same</source>
        <translation>1 ใช้ชั้นสุดท้ายของตัวเข้ารหัสข้อความ 2 ใช้ชั้นก่อนหน้า สำหรับ SDXL ทั้งสองค่าให้ผลเหมือนกัน</translation>
    </message>
    <message>
        <source>Guidance rescale</source>
        <translation>Guidance rescale</translation>
    </message>
    <message>
        <source>Reduces the overexposure of high guidance; 0.7 is usual</source>
        <translation>ลดแสงจ้าที่เกิดจาก Guidance สูง ปกติใช้ 0.7</translation>
    </message>
    <message>
        <source>Guidance until</source>
        <translation>ใช้ Guidance จนถึง</translation>
    </message>
    <message>
        <source>Share of the steps with guidance; steps without it need half the work. 1 means all steps</source>
        <translation>สัดส่วนของขั้นตอนที่ใช้ Guidance ขั้นตอนที่ไม่ใช้จะทำงานเพียงครึ่งเดียว 1 หมายถึงทุกขั้นตอน</translation>
    </message>
    <message>
        <source>Unconditional interval</source>
        <translation>ช่วงห่างของรอบไร้เงื่อนไข</translation>
    </message>
    <message>
        <source>Steps from one unconditional pass to the next; 2 saves a quarter of the work. 1 means every step</source>
        <translation>จำนวนขั้นตอนระหว่างรอบไร้เงื่อนไขแต่ละรอบ 2 ช่วยลดงานลงหนึ่งในสี่ 1 หมายถึงทุกขั้นตอน</translation>
    </message>
    <message>
        <source>Cache interval</source>
        <translation>ช่วงห่างของแคช</translation>
    </message>
    <message>
        <source>Steps from one full pass to the next; the others reuse its deep layers. 1 means every step</source>
        <translation>จำนวนขั้นตอนระหว่างรอบเต็มแต่ละรอบ ขั้นตอนอื่นจะใช้ชั้นลึกซ้ำ 1 หมายถึงทุกขั้นตอน</translation>
    </message>
    <message>
        <source>Cache start</source>
        <translation>จุดเริ่มแคช</translation>
    </message>
    <message>
        <source>Share of the steps before the first one that reuses layers</source>
        <translation>สัดส่วนของขั้นตอนก่อนถึงขั้นตอนแรกที่ใช้ชั้นซ้ำ</translation>
    </message>
    <message>
        <source>Eta</source>
        <translation>Eta</translation>
    </message>
    <message>
        <source>Amount of noise added at each step</source>
        <translation>ปริมาณนอยส์ที่เพิ่มในแต่ละขั้นตอน</translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation>ความแรงของการแปรผัน</translation>
    </message>
    <message>
        <source>How far the noise moves from the seed to the variation seed</source>
        <translation>นอยส์เปลี่ยนจาก seed ไปหา seed แปรผันมากเพียงใด</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>ค่าน้ำหนัก</translation>
    </message>
    <message>
        <source>Best That Fits</source>
        <translation>ดีที่สุดที่พอดี</translation>
    </message>
    <message>
        <source>Full Precision</source>
        <translation>ความแม่นยำเต็ม</translation>
    </message>
    <message>
        <source>8-bit</source>
        <translation>8 บิต</translation>
    </message>
    <message>
        <source>4-bit</source>
        <translation>4 บิต</translation>
    </message>
    <message>
        <source>Fewer bits need less memory and change the picture slightly</source>
        <translation>บิตน้อยลงใช้หน่วยความจำน้อยลง และทำให้ภาพเปลี่ยนไปเล็กน้อย</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>Prediction</translation>
    </message>
    <message>
        <source>As the Model Says</source>
        <translation>ตามที่โมเดลระบุ</translation>
    </message>
    <message>
        <source>For a model that makes pictures of noise or of pale colours</source>
        <translation>สำหรับโมเดลที่สร้างภาพออกมาเป็นนอยส์หรือสีซีด</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>ที่มีในตัว</translation>
    </message>
    <message>
        <source>Choose a VAE</source>
        <translation>เลือก VAE</translation>
    </message>
    <message>
        <source>VAE (*.safetensors)</source>
        <translation>VAE (*.safetensors)</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n ขั้นตอน</numerusform>
        </translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>Guidance {0}</translation>
    </message>
    <message>
        <source>variation</source>
        <translation>การแปรผัน</translation>
    </message>
    <message>
        <source>clip skip {0}</source>
        <translation>Clip skip {0}</translation>
    </message>
    <message>
        <source>eta</source>
        <translation>eta</translation>
    </message>
    <message>
        <source>weights {0}</source>
        <translation>ค่าน้ำหนัก {0}</translation>
    </message>
    <message>
        <source>rescale</source>
        <translation>rescale</translation>
    </message>
    <message>
        <source>guidance until {0}</source>
        <translation>ใช้ Guidance จนถึง {0}</translation>
    </message>
    <message>
        <source>unconditional interval {0}</source>
        <translation>ช่วงห่างของรอบไร้เงื่อนไข {0}</translation>
    </message>
    <message>
        <source>cache interval {0}</source>
        <translation>ช่วงห่างของแคช {0}</translation>
    </message>
    <message>
        <source>second prompt</source>
        <translation>พรอมต์ที่สอง</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guidance</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>Scheduler</translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation>Seed แปรผัน</translation>
    </message>
</context>
<context>
    <name>AlbumActions</name>
    <message>
        <source>New Album</source>
        <translation>อัลบั้มใหม่</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>บันทึกการค้นหา</translation>
    </message>
    <message numerus="yes">
        <source>Added %Ln pictures to “{0}”</source>
        <translation>
            <numerusform>เพิ่ม %Ln ภาพไปยัง “{0}” แล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to Album</source>
        <translation>เพิ่มไปยังอัลบั้ม</translation>
    </message>
    <message numerus="yes">
        <source>Removed %Ln pictures from “{0}”</source>
        <translation>
            <numerusform>นำ %Ln ภาพออกจาก “{0}” แล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove from Album</source>
        <translation>นำออกจากอัลบั้ม</translation>
    </message>
    <message>
        <source>Rename Album</source>
        <translation>เปลี่ยนชื่ออัลบั้ม</translation>
    </message>
    <message>
        <source>Deleted the album “{0}”</source>
        <translation>ลบอัลบั้ม “{0}” แล้ว</translation>
    </message>
    <message>
        <source>Delete Album</source>
        <translation>ลบอัลบั้ม</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Message</source>
        <translation>ข้อความ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>ปิด</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>ปิดข้อความนี้</translation>
    </message>
</context>
<context>
    <name>BenchmarkChart</name>
    <message>
        <source>seconds per picture</source>
        <translation>วินาทีต่อภาพ</translation>
    </message>
    <message>
        <source>iterations per second</source>
        <translation>รอบต่อวินาที</translation>
    </message>
    <message>
        <source>{0}   ▏limit of this chip   ◆ {1}</source>
        <translation>{0}   ▏ขีดจำกัดของชิปนี้   ◆ {1}</translation>
    </message>
    <message>
        <source>   ▸ beyond the scale</source>
        <translation>   ▸ เกินมาตราส่วน</translation>
    </message>
</context>
<context>
    <name>BenchmarkProcess</name>
    <message>
        <source>Waiting for the current picture…</source>
        <translation>กำลังรอภาพปัจจุบัน…</translation>
    </message>
    <message>
        <source>Loading PyTorch…</source>
        <translation>กำลังโหลด PyTorch…</translation>
    </message>
    <message>
        <source>{0}  ·  {1} left</source>
        <translation>{0}  ·  เหลือ {1}</translation>
    </message>
    <message>
        <source>The benchmark ended unexpectedly.</source>
        <translation>เบนช์มาร์กสิ้นสุดโดยไม่คาดคิด</translation>
    </message>
</context>
<context>
    <name>BenchmarkWindow</name>
    <message>
        <source>Benchmark</source>
        <translation>เบนช์มาร์ก</translation>
    </message>
    <message>
        <source>Saved runs</source>
        <translation>ผลที่บันทึกไว้</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>แบบเร็ว</translation>
    </message>
    <message>
        <source>Smaller pictures and fewer steps, scaled up: takes minutes instead of hours</source>
        <translation>ใช้ภาพเล็กลงและขั้นตอนน้อยลงแล้วคำนวณเพิ่ม ใช้เวลาเป็นนาทีแทนที่จะเป็นชั่วโมง</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>คัดลอกเป็น Markdown</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>แบบเร็ว</translation>
    </message>
    <message>
        <source>full</source>
        <translation>แบบเต็ม</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>หยุด</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>วัดผล</translation>
    </message>
    <message>
        <source>There is no benchmark yet. The queue pauses during a benchmark and resumes afterwards.</source>
        <translation>ยังไม่มีเบนช์มาร์ก คิวจะหยุดพักระหว่างวัดผลและทำต่อหลังจากนั้น</translation>
    </message>
    <message>
        <source>{0}  ·  the queue is paused</source>
        <translation>{0}  ·  คิวหยุดพักอยู่</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>ผลลัพธ์</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Press {0} to generate a picture.</source>
        <translation>กด {0} เพื่อสร้างภาพ</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>แผงคำสั่ง</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>พิมพ์คำสั่ง</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>คำสั่ง</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>คำสั่ง</translation>
    </message>
</context>
<context>
    <name>CompareSlider</name>
    <message>
        <source>Two pictures with a line between them</source>
        <translation>ภาพสองภาพที่มีเส้นแบ่งตรงกลาง</translation>
    </message>
</context>
<context>
    <name>CompareWindow</name>
    <message>
        <source>Compare</source>
        <translation>เปรียบเทียบ</translation>
    </message>
    <message>
        <source>Interpolate Settings</source>
        <translation>ไล่ค่าการตั้งค่า</translation>
    </message>
    <message>
        <source>Add a series to the queue, from the settings on the left to those on the right</source>
        <translation>เพิ่มชุดภาพลงในคิว โดยไล่จากการตั้งค่าด้านซ้ายไปด้านขวา</translation>
    </message>
    <message>
        <source>The settings are identical.</source>
        <translation>การตั้งค่าเหมือนกันทุกอย่าง</translation>
    </message>
    <message>
        <source>one image</source>
        <translation>หนึ่งภาพ</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ไม่มี</translation>
    </message>
    <message>
        <source>another image</source>
        <translation>ภาพอื่น</translation>
    </message>
    <message numerus="yes">
        <source>%Ln images</source>
        <translation>
            <numerusform>%Ln ภาพ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other images</source>
        <translation>
            <numerusform>ภาพอื่น %Ln ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>The file of “{0}” is missing or damaged.</source>
        <translation>ไฟล์ของ “{0}” หายไปหรือเสียหาย</translation>
    </message>
</context>
<context>
    <name>ControlNetField</name>
    <message>
        <source>Add ControlNet…</source>
        <translation>เพิ่ม ControlNet…</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ไม่มี</translation>
    </message>
    <message>
        <source>Choose a Folder…</source>
        <translation>เลือกโฟลเดอร์…</translation>
    </message>
    <message>
        <source>Choose a ControlNet Folder</source>
        <translation>เลือกโฟลเดอร์ ControlNet</translation>
    </message>
    <message>
        <source>Choose a Control Image</source>
        <translation>เลือกภาพควบคุม</translation>
    </message>
    <message>
        <source>Choose a Depth Estimation Model Folder</source>
        <translation>เลือกโฟลเดอร์โมเดลประมาณความลึก</translation>
    </message>
</context>
<context>
    <name>ControlNetRow</name>
    <message>
        <source>Choose an
image…</source>
        <translation>เลือก
ภาพ…</translation>
    </message>
    <message>
        <source>Image for {0}</source>
        <translation>ภาพสำหรับ {0}</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>แผนที่</translation>
    </message>
    <message>
        <source>Image is a map</source>
        <translation>ภาพเป็นแผนที่อยู่แล้ว</translation>
    </message>
    <message>
        <source>Edges (Canny)</source>
        <translation>ขอบภาพ (Canny)</translation>
    </message>
    <message>
        <source>Fine lines</source>
        <translation>เส้นละเอียด</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>ลายเส้นร่าง</translation>
    </message>
    <message>
        <source>Depth…</source>
        <translation>ความลึก…</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>น้ำหนัก</translation>
    </message>
    <message>
        <source>From</source>
        <translation>จาก</translation>
    </message>
    <message>
        <source>To</source>
        <translation>ถึง</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>เอา {0} ออก</translation>
    </message>
</context>
<context>
    <name>CostEstimate</name>
    <message>
        <source>Estimated time and memory</source>
        <translation>เวลาและหน่วยความจำโดยประมาณ</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>ใช้ {0}</translation>
    </message>
    <message>
        <source>compiled</source>
        <translation>คอมไพล์แล้ว</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} จาก {1}</translation>
    </message>
    <message>
        <source>{0} for {1}</source>
        <translation>{0} สำหรับ {1}</translation>
    </message>
    <message>
        <source>One picture needs {0} of the memory that it may use here.</source>
        <translation>หนึ่งภาพใช้หน่วยความจำ {0} ของส่วนที่ใช้ได้ในเครื่องนี้</translation>
    </message>
    <message>
        <source>A picture takes {0} to {1}, estimated from earlier pictures of this model.</source>
        <translation>หนึ่งภาพใช้เวลา {0} ถึง {1} ประมาณจากภาพก่อนหน้าของโมเดลนี้</translation>
    </message>
    <message>
        <source>A picture takes {0} to {1}, estimated from earlier pictures of other models.</source>
        <translation>หนึ่งภาพใช้เวลา {0} ถึง {1} ประมาณจากภาพก่อนหน้าของโมเดลอื่น</translation>
    </message>
    <message>
        <source>A picture may take {0} to {1}, estimated from the speed of this computer alone.</source>
        <translation>หนึ่งภาพอาจใช้เวลา {0} ถึง {1} ประมาณจากความเร็วของคอมพิวเตอร์เครื่องนี้เท่านั้น</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Facts about the picture</source>
        <translation>ข้อมูลของภาพ</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Progress of {0}</source>
        <translation>ความคืบหน้าของ {0}</translation>
    </message>
    <message>
        <source>Open Model Page</source>
        <translation>เปิดหน้าโมเดล</translation>
    </message>
    <message>
        <source>Read and accept the licence on the page of the model</source>
        <translation>อ่านและยอมรับสัญญาอนุญาตในหน้าของโมเดล</translation>
    </message>
    <message>
        <source>Cancel the download of {0}</source>
        <translation>ยกเลิกการดาวน์โหลด {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} จาก {1}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>กำลังรอ</translation>
    </message>
    <message>
        <source>Contacting the hub…</source>
        <translation>กำลังติดต่อฮับ…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>หยุดพักอยู่</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>ทำต่อ</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>ลองอีกครั้ง</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>หยุดพัก</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} จาก {1}</translation>
    </message>
    <message>
        <source>{0}  ·  {1}/s  ·  {2} left</source>
        <translation>{0}  ·  {1}/s  ·  เหลือ {2}</translation>
    </message>
    <message>
        <source>The download failed.</source>
        <translation>ดาวน์โหลดไม่สำเร็จ</translation>
    </message>
</context>
<context>
    <name>EditCommands</name>
    <message>
        <source>Undo</source>
        <translation>เลิกทำ</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>ทำซ้ำ</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>ตัด</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>คัดลอก</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>วาง</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>ลบ</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>เลือกทั้งหมด</translation>
    </message>
    <message>
        <source>Undo {0}</source>
        <translation>เลิกทำ{0}</translation>
    </message>
    <message>
        <source>Redo {0}</source>
        <translation>ทำซ้ำ{0}</translation>
    </message>
</context>
<context>
    <name>EventRouter</name>
    <message>
        <source>“{0}” is finished.</source>
        <translation>“{0}” เสร็จแล้ว</translation>
    </message>
    <message>
        <source>“{0}” has failed.</source>
        <translation>“{0}” ไม่สำเร็จ</translation>
    </message>
    <message>
        <source>Easel has started “{0}”.</source>
        <translation>Easel เริ่มสร้าง “{0}” แล้ว</translation>
    </message>
    <message>
        <source>a picture without prompt</source>
        <translation>ภาพที่ไม่มีพรอมต์</translation>
    </message>
    <message>
        <source>No progress for {0} minutes. The GPU may have stopped responding. Restart Easel to continue.</source>
        <translation>ไม่มีความคืบหน้ามา {0} นาทีแล้ว GPU อาจหยุดตอบสนอง เริ่ม Easel ใหม่เพื่อทำต่อ</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>เริ่มใหม่</translation>
    </message>
    <message>
        <source>Easel quit unexpectedly while it was making “{0}”. The queue is paused.</source>
        <translation>Easel ปิดโดยไม่คาดคิดระหว่างสร้าง “{0}” คิวหยุดพักอยู่</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>ทำต่อ</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %Ln Pictures</source>
        <translation>
            <numerusform>ส่งออก %Ln ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>Include prompt and settings</source>
        <translation>รวมพรอมต์และการตั้งค่า</translation>
    </message>
    <message>
        <source>Add a contact sheet</source>
        <translation>เพิ่มแผ่นรวมภาพ</translation>
    </message>
    <message>
        <source>Without them, a file still records that it was made by AI.</source>
        <translation>แม้ไม่มีข้อมูลนี้ ไฟล์ก็ยังบันทึกว่าสร้างโดย AI</translation>
    </message>
    <message>
        <source>Choose Folder…</source>
        <translation>เลือกโฟลเดอร์…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>รูปแบบ</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>ชื่อไฟล์</translation>
    </message>
</context>
<context>
    <name>FastModeField</name>
    <message>
        <source>Fast mode</source>
        <translation>โหมดเร็ว</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>ปิด</translation>
    </message>
    <message numerus="yes">
        <source>%n steps instead of {0}: about {1} times faster</source>
        <translation>
            <numerusform>%n ขั้นตอนแทน {0}: เร็วขึ้นราว {1} เท่า</numerusform>
        </translation>
    </message>
    <message>
        <source>Download {0} ({1})…</source>
        <translation>ดาวน์โหลด {0} ({1})…</translation>
    </message>
    <message>
        <source>Add {0}</source>
        <translation>เพิ่ม {0}</translation>
    </message>
</context>
<context>
    <name>FileIntake</name>
    <message>
        <source>The clipboard contains no image.</source>
        <translation>คลิปบอร์ดไม่มีภาพ</translation>
    </message>
    <message>
        <source>Only files on this computer can be dropped here. Save the picture first.</source>
        <translation>วางที่นี่ได้เฉพาะไฟล์ในคอมพิวเตอร์เครื่องนี้ บันทึกภาพก่อน</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>กำลังนำเข้า</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>กำลังอ่าน {0}</translation>
    </message>
    <message>
        <source>Looking for new pictures</source>
        <translation>กำลังค้นหาภาพใหม่</translation>
    </message>
    <message>
        <source>Show Pictures of {0}</source>
        <translation>แสดงภาพของ {0}</translation>
    </message>
    <message>
        <source>Show a Folder in the Gallery…</source>
        <translation>แสดงโฟลเดอร์ในแกลเลอรี…</translation>
    </message>
    <message>
        <source>Stop Showing {0}</source>
        <translation>หยุดแสดง {0}</translation>
    </message>
    <message>
        <source>{0} is no longer shown. Its files are unchanged.</source>
        <translation>ไม่แสดง {0} แล้ว ไฟล์ยังคงเดิม</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>เลิกทำ</translation>
    </message>
    <message>
        <source>Choose a Source Image</source>
        <translation>เลือกภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>ภาพ</translation>
    </message>
    <message>
        <source>Choose Reference Images</source>
        <translation>เลือกภาพอ้างอิง</translation>
    </message>
    <message>
        <source>Add Models</source>
        <translation>เพิ่มโมเดล</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.gguf)</source>
        <translation>โมเดล (*.safetensors *.gguf)</translation>
    </message>
    <message>
        <source>Add a Model Folder</source>
        <translation>เพิ่มโฟลเดอร์โมเดล</translation>
    </message>
    <message>
        <source>Import Pictures</source>
        <translation>นำเข้าภาพ</translation>
    </message>
    <message>
        <source>Show a Folder in the Gallery</source>
        <translation>แสดงโฟลเดอร์ในแกลเลอรี</translation>
    </message>
    <message>
        <source>This picture was made with {0}.</source>
        <translation>ภาพนี้สร้างด้วย {0}</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>ใช้การตั้งค่า</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures imported.</source>
        <translation>
            <numerusform>นำเข้าแล้ว %Ln ภาพ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them contain no settings.</source>
        <translation>
            <numerusform>%Ln ภาพในนั้นไม่มีการตั้งค่า</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were already in the gallery.</source>
        <translation>
            <numerusform>%Ln ภาพอยู่ในแกลเลอรีอยู่แล้ว</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Settings were added to %Ln of them.</source>
        <translation>
            <numerusform>เพิ่มการตั้งค่าให้ %Ln ภาพในนั้นแล้ว</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read:</source>
        <translation>
            <numerusform>อ่านไม่ได้ %Ln ไฟล์:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} is empty now. The gallery shows %Ln of its pictures. Is its disk connected?</source>
        <translation>
            <numerusform>ตอนนี้ {0} ว่างเปล่า แกลเลอรีแสดงภาพจากที่นี่ %Ln ภาพ ดิสก์เชื่อมต่ออยู่หรือไม่</numerusform>
        </translation>
    </message>
    <message>
        <source>Hide Pictures</source>
        <translation>ซ่อนภาพ</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>แถบภาพ</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Three Stars or More</source>
        <translation>สามดาวขึ้นไป</translation>
    </message>
    <message>
        <source>With Source Image</source>
        <translation>มีภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Without Source Image</source>
        <translation>ไม่มีภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Made Today</source>
        <translation>สร้างวันนี้</translation>
    </message>
    <message>
        <source>Made This Month</source>
        <translation>สร้างเดือนนี้</translation>
    </message>
    <message>
        <source>Made This Year</source>
        <translation>สร้างปีนี้</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>โมเดล</translation>
    </message>
    <message>
        <source>Made With</source>
        <translation>สร้างด้วย</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>ขนาด</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>แท็ก</translation>
    </message>
</context>
<context>
    <name>FormActions</name>
    <message>
        <source>Use Settings</source>
        <translation>ใช้การตั้งค่า</translation>
    </message>
    <message>
        <source>This prompt comes from “{0}”.</source>
        <translation>พรอมต์นี้มาจาก “{0}”</translation>
    </message>
    <message>
        <source>Use Prompt as Typed</source>
        <translation>ใช้พรอมต์ตามที่พิมพ์</translation>
    </message>
    <message>
        <source>Use Size</source>
        <translation>ใช้ขนาด</translation>
    </message>
    <message>
        <source>Use Fast Mode</source>
        <translation>ใช้โหมดเร็ว</translation>
    </message>
    <message>
        <source>A mask needs an image. Choose or drop a source image first.</source>
        <translation>มาสก์ต้องมีภาพ เลือกหรือลากภาพต้นฉบับมาวางก่อน</translation>
    </message>
    <message>
        <source>Use Mask</source>
        <translation>ใช้มาสก์</translation>
    </message>
    <message>
        <source>Use Quality</source>
        <translation>ใช้คุณภาพ</translation>
    </message>
</context>
<context>
    <name>FormFields</name>
    <message>
        <source>Model</source>
        <translation>โมเดล</translation>
    </message>
    <message>
        <source>Fast mode</source>
        <translation>โหมดเร็ว</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>ภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>ขั้นสูง</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation>อัปสเกล</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>เก็บรายละเอียด</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>คุณภาพ</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Words, &quot;a phrase&quot;, -without, and model: seed: steps:&gt;30 guidance: size:512x768 date:2026-11 from: tag: stars:&gt;3 in: is:favourite has:image</source>
        <translation>คำ, &quot;วลี&quot;, -ไม่มีคำนี้ และ model: seed: steps:&gt;30 guidance: size:512x768 date:2026-11 from: tag: stars:&gt;3 in: is:favourite has:image</translation>
    </message>
    <message>
        <source>Search your pictures</source>
        <translation>ค้นหาภาพ</translation>
    </message>
</context>
<context>
    <name>GalleryActions</name>
    <message>
        <source>Favourite</source>
        <translation>รายการโปรด</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>ดาว</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>แท็ก</translation>
    </message>
    <message>
        <source>Tag for the selected pictures:</source>
        <translation>แท็กสำหรับภาพที่เลือก:</translation>
    </message>
    <message>
        <source>Remove Tag</source>
        <translation>เอาแท็กออก</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>ย้ายไปถังขยะ</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>กำลังส่งออก</translation>
    </message>
    <message>
        <source>Export To</source>
        <translation>ส่งออกไปยัง</translation>
    </message>
    <message>
        <source>None</source>
        <translation>ไม่มี</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>แท็ก…</translation>
    </message>
    <message>
        <source>Remove from “{0}”</source>
        <translation>เอาออกจาก “{0}”</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>ส่งออก…</translation>
    </message>
    <message numerus="yes">
        <source>Added %Ln pictures to Favourites</source>
        <translation>
            <numerusform>เพิ่ม %Ln ภาพไปยังรายการโปรดแล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Type a search first: a smart album shows what it finds.</source>
        <translation>พิมพ์คำค้นหาก่อน อัลบั้มอัจฉริยะจะแสดงสิ่งที่พบ</translation>
    </message>
    <message>
        <source>Pictures in the Trash cannot be changed. Put them back first.</source>
        <translation>แก้ไขภาพในถังขยะไม่ได้ นำภาพกลับคืนก่อน</translation>
    </message>
    <message numerus="yes">
        <source>Exported %Ln files to “{0}”</source>
        <translation>
            <numerusform>ส่งออก %Ln ไฟล์ไปยัง “{0}” แล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>แสดง</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>นำกลับคืน</translation>
    </message>
    <message>
        <source>Add to Album</source>
        <translation>เพิ่มไปยังอัลบั้ม</translation>
    </message>
    <message>
        <source>New Album</source>
        <translation>อัลบั้มใหม่</translation>
    </message>
</context>
<context>
    <name>GalleryHeader</name>
    <message>
        <source>‹ Back</source>
        <translation>‹ กลับ</translation>
    </message>
    <message>
        <source>Leave the stack</source>
        <translation>ออกจากกอง</translation>
    </message>
    <message>
        <source>Order of the pictures</source>
        <translation>ลำดับของภาพ</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>ตัวกรอง</translation>
    </message>
    <message>
        <source>Show only some of these pictures</source>
        <translation>แสดงเฉพาะบางภาพ</translation>
    </message>
    <message>
        <source>{0} of {1} selected</source>
        <translation>เลือกไว้ {0} จาก {1}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>%Ln ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 ภาพ</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>รายการโปรด</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>แท็ก…</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>นำกลับคืน</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>ส่งออก…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>ลบ</translation>
    </message>
    <message>
        <source>Move the selected pictures to the Trash</source>
        <translation>ย้ายภาพที่เลือกไปยังถังขยะ</translation>
    </message>
    <message>
        <source>Stack Pictures Made Together</source>
        <translation>ซ้อนภาพที่สร้างพร้อมกัน</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>ใหม่สุดก่อน</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>เก่าสุดก่อน</translation>
    </message>
    <message>
        <source>Most stars first</source>
        <translation>ดาวมากสุดก่อน</translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation>ตามพรอมต์</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>ใหญ่สุดก่อน</translation>
    </message>
    <message>
        <source>Thumbnail size</source>
        <translation>ขนาดภาพย่อ</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>การดำเนินการ</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} จาก {1}</translation>
    </message>
    <message>
        <source>A picture without a prompt</source>
        <translation>ภาพที่ไม่มีพรอมต์</translation>
    </message>
</context>
<context>
    <name>GenerationForm</name>
    <message>
        <source>Save Changes</source>
        <translation>บันทึกการเปลี่ยนแปลง</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>สร้าง</translation>
    </message>
</context>
<context>
    <name>GridWindow</name>
    <message>
        <source>Grid</source>
        <translation>ตาราง</translation>
    </message>
    <message>
        <source>Values across</source>
        <translation>ค่าแนวนอน</translation>
    </message>
    <message>
        <source>Values down</source>
        <translation>ค่าแนวตั้ง</translation>
    </message>
    <message>
        <source>Saved grids</source>
        <translation>ตารางที่บันทึกไว้</translation>
    </message>
    <message>
        <source>Number of missing pictures, and their time</source>
        <translation>จำนวนภาพที่ยังขาดและเวลาที่ต้องใช้</translation>
    </message>
    <message>
        <source>Pictures of the grid</source>
        <translation>ภาพในตาราง</translation>
    </message>
    <message>
        <source>Save Grid…</source>
        <translation>บันทึกตาราง…</translation>
    </message>
    <message>
        <source>Save Sheet…</source>
        <translation>บันทึกแผ่นรวมภาพ…</translation>
    </message>
    <message>
        <source>Save the whole grid as one picture, labelled with the values</source>
        <translation>บันทึกทั้งตารางเป็นภาพเดียวพร้อมป้ายกำกับค่า</translation>
    </message>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation>
            <numerusform>สร้าง %Ln ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>สร้าง</translation>
    </message>
    <message>
        <source>All pictures exist.</source>
        <translation>มีภาพครบแล้ว</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures are missing.</source>
        <translation>
            <numerusform>ยังขาด %Ln ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture is missing.</source>
        <translation>ยังขาด 1 ภาพ</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>บันทึกเป็น {0} แล้ว</translation>
    </message>
    <message>
        <source>Save Sheet</source>
        <translation>บันทึกแผ่นรวมภาพ</translation>
    </message>
    <message>
        <source>Not generated yet</source>
        <translation>ยังไม่ได้สร้าง</translation>
    </message>
    <message>
        <source>Separate values with commas, and prompts with |</source>
        <translation>คั่นค่าด้วยจุลภาค และคั่นพรอมต์ด้วย |</translation>
    </message>
    <message>
        <source>Name of the grid:</source>
        <translation>ชื่อตาราง:</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>แนวนอน</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>แนวตั้ง</translation>
    </message>
</context>
<context>
    <name>HelpBrowser</name>
    <message>
        <source>Help page</source>
        <translation>หน้าวิธีใช้</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Easel Help</source>
        <translation>วิธีใช้ Easel</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>ย้อนกลับ</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>ถัดไป</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>หน้า</translation>
    </message>
    <message>
        <source>Find in page</source>
        <translation>หาในหน้านี้</translation>
    </message>
    <message>
        <source>This page is missing. Replace this copy of Easel with a new one.</source>
        <translation>หน้านี้หายไป ให้แทนที่ Easel ชุดนี้ด้วยชุดใหม่</translation>
    </message>
    <message>
        <source>Not found on this page</source>
        <translation>ไม่พบในหน้านี้</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>หา</translation>
    </message>
    <message>
        <source>Find Next</source>
        <translation>หาถัดไป</translation>
    </message>
    <message>
        <source>Find Previous</source>
        <translation>หาก่อนหน้า</translation>
    </message>
</context>
<context>
    <name>HubForm</name>
    <message>
        <source>owner/name of a repository on the Hugging Face hub</source>
        <translation>owner/name ของคลังเก็บในฮับ Hugging Face</translation>
    </message>
    <message>
        <source>Repository to download</source>
        <translation>คลังเก็บที่จะดาวน์โหลด</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>ดาวน์โหลด</translation>
    </message>
    <message>
        <source>Sign In…</source>
        <translation>ลงชื่อเข้าใช้…</translation>
    </message>
    <message>
        <source>Sign in to the hub with an access token, stored in the Keychain</source>
        <translation>ลงชื่อเข้าใช้ฮับด้วยโทเค็นเข้าถึง ซึ่งเก็บไว้ในพวงกุญแจ</translation>
    </message>
</context>
<context>
    <name>ImagePlacement</name>
    <message>
        <source>The image was added as a reference.</source>
        <translation>เพิ่มภาพเป็นภาพอ้างอิงแล้ว</translation>
    </message>
    <message>
        <source>Use as Source Image</source>
        <translation>ใช้เป็นภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Use Source Image</source>
        <translation>ใช้ภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Add Reference Image</source>
        <translation>เพิ่มภาพอ้างอิง</translation>
    </message>
</context>
<context>
    <name>InfoPanel</name>
    <message>
        <source>Select a picture to see how it was made.</source>
        <translation>เลือกภาพเพื่อดูว่าสร้างมาอย่างไร</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>คัดลอก</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>ใช้การตั้งค่า</translation>
    </message>
    <message>
        <source>Start from This</source>
        <translation>เริ่มจากภาพนี้</translation>
    </message>
    <message>
        <source>Save a Copy…</source>
        <translation>บันทึกสำเนา…</translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation>คัดลอกภาพ</translation>
    </message>
    <message>
        <source>Copy Prompt</source>
        <translation>คัดลอกพรอมต์</translation>
    </message>
    <message>
        <source>Copy Settings</source>
        <translation>คัดลอกการตั้งค่า</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>แผงตรวจสอบ</translation>
    </message>
</context>
<context>
    <name>JobEditor</name>
    <message>
        <source>You are editing a waiting picture of the queue.</source>
        <translation>คุณกำลังแก้ไขภาพที่รออยู่ในคิว</translation>
    </message>
    <message>
        <source>This picture has already started. It was not changed.</source>
        <translation>ภาพนี้เริ่มสร้างไปแล้ว จึงไม่มีการเปลี่ยนแปลง</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>Queue</source>
        <translation>คิว</translation>
    </message>
    <message>
        <source>The queue is empty</source>
        <translation>คิวว่างเปล่า</translation>
    </message>
    <message>
        <source>Write a prompt and press {0}: your pictures wait here.</source>
        <translation>เขียนพรอมต์แล้วกด {0} ภาพของคุณจะรออยู่ที่นี่</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Retry</source>
        <translation>ลองอีกครั้ง</translation>
    </message>
</context>
<context>
    <name>JobSubmitter</name>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation>
            <numerusform>สร้าง %Ln ภาพ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This prompt has %Ln combinations.</source>
        <translation>
            <numerusform>พรอมต์นี้ผสมได้ %Ln แบบ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryEdits</name>
    <message>
        <source>Undo</source>
        <translation>เลิกทำ</translation>
    </message>
</context>
<context>
    <name>LoraField</name>
    <message>
        <source>Add LoRA or Textual Inversion…</source>
        <translation>เพิ่ม LoRA หรือ Textual Inversion…</translation>
    </message>
    <message>
        <source>Weight of {0}</source>
        <translation>น้ำหนักของ {0}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ไม่มี</translation>
    </message>
    <message>
        <source>Add LoRA or Textual Inversions</source>
        <translation>เพิ่ม LoRA หรือ Textual Inversion</translation>
    </message>
    <message>
        <source>LoRA and textual inversions (*.safetensors)</source>
        <translation>LoRA และ textual inversion (*.safetensors)</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>เอา {0} ออก</translation>
    </message>
    <message>
        <source>Trigger words:</source>
        <translation>คำกระตุ้น:</translation>
    </message>
    <message>
        <source>Add “{0}” to the prompt</source>
        <translation>เพิ่ม “{0}” ลงในพรอมต์</translation>
    </message>
</context>
<context>
    <name>MachineLine</name>
    <message>
        <source>About This Machine</source>
        <translation>เกี่ยวกับเครื่องนี้</translation>
    </message>
    <message>
        <source>About This Machine: {0}</source>
        <translation>เกี่ยวกับเครื่องนี้: {0}</translation>
    </message>
</context>
<context>
    <name>MachineWindow</name>
    <message>
        <source>About This Machine</source>
        <translation>เกี่ยวกับเครื่องนี้</translation>
    </message>
    <message>
        <source>Applies</source>
        <translation>ใช้อยู่</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>ไม่จำเป็น</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>คัดลอก</translation>
    </message>
    <message>
        <source>Easel</source>
        <translation>Easel</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>ชิป</translation>
    </message>
    <message>
        <source>GPU cores</source>
        <translation>คอร์ GPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>หน่วยความจำ</translation>
    </message>
    <message>
        <source>Available to GPU</source>
        <translation>GPU ใช้ได้</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>ทำงานบน</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>ไลบรารี</translation>
    </message>
    <message>
        <source>Launch</source>
        <translation>การเปิด</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>ภาพ</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>คลังภาพ</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>พื้นที่ว่าง</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>โมเดล</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>โมเดล</translation>
    </message>
    <message>
        <source>Last crash</source>
        <translation>การขัดข้องล่าสุด</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>บันทึกการทำงาน</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>สภาพแวดล้อม</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{0} was downloaded.</source>
        <translation>ดาวน์โหลด {0} แล้ว</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>การตั้งค่า</translation>
    </message>
    <message>
        <source>Add to Queue</source>
        <translation>เพิ่มลงในคิว</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>สร้าง</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>ข้อมูล</translation>
    </message>
</context>
<context>
    <name>Maintenance</name>
    <message>
        <source>The index of your pictures is missing. Easel is rebuilding it from the pictures.</source>
        <translation>ดัชนีภาพของคุณหายไป Easel กำลังสร้างใหม่จากภาพ</translation>
    </message>
    <message>
        <source>Easel ended unexpectedly last time.</source>
        <translation>ครั้งก่อน Easel ปิดโดยไม่คาดคิด</translation>
    </message>
    <message>
        <source>Show Log</source>
        <translation>แสดงบันทึกการทำงาน</translation>
    </message>
    <message>
        <source>Reading your pictures</source>
        <translation>กำลังอ่านภาพของคุณ</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures found.</source>
        <translation>
            <numerusform>พบ %Ln ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>Use Existing Folder</source>
        <translation>ใช้โฟลเดอร์ที่มีอยู่</translation>
    </message>
    <message>
        <source>Create Empty Folder</source>
        <translation>สร้างโฟลเดอร์ว่าง</translation>
    </message>
</context>
<context>
    <name>MaskCanvas</name>
    <message>
        <source>Mask: paint the area to change</source>
        <translation>มาสก์: ระบายบริเวณที่จะเปลี่ยน</translation>
    </message>
    <message>
        <source>Open Mask</source>
        <translation>เปิดมาสก์</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>กลับมาสก์</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>ล้างมาสก์</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>ระบาย</translation>
    </message>
</context>
<context>
    <name>MaskWindow</name>
    <message>
        <source>Mask</source>
        <translation>มาสก์</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>แปรง</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>ยางลบ</translation>
    </message>
    <message>
        <source>{0} (key {1})</source>
        <translation>{0} (ปุ่ม {1})</translation>
    </message>
    <message>
        <source>Brush width</source>
        <translation>ความกว้างแปรง</translation>
    </message>
    <message>
        <source>Brush width (keys [ and ])</source>
        <translation>ความกว้างแปรง (ปุ่ม [ และ ])</translation>
    </message>
    <message>
        <source>Feather in pixels</source>
        <translation>ขอบฟุ้งเป็นพิกเซล</translation>
    </message>
    <message>
        <source>Width in pixels over which the edge of the mask fades inwards</source>
        <translation>ความกว้างเป็นพิกเซลที่ขอบมาสก์ค่อยๆ จางเข้าด้านใน</translation>
    </message>
    <message>
        <source>Use Mask</source>
        <translation>ใช้มาสก์</translation>
    </message>
    <message>
        <source>Extend Image</source>
        <translation>ขยายภาพ</translation>
    </message>
    <message>
        <source>Use this mask?</source>
        <translation>ใช้มาสก์นี้หรือไม่</translation>
    </message>
    <message>
        <source>Without it, your changes to the mask are lost.</source>
        <translation>หากไม่ใช้ การเปลี่ยนแปลงมาสก์ของคุณจะหายไป</translation>
    </message>
    <message>
        <source>Don’t Use</source>
        <translation>ไม่ใช้</translation>
    </message>
    <message>
        <source>Paint the area to change. Drag an edge to extend the picture.  ·  {0}</source>
        <translation>ระบายบริเวณที่จะเปลี่ยน ลากขอบเพื่อขยายภาพ  ·  {0}</translation>
    </message>
    <message>
        <source>Open Mask</source>
        <translation>เปิดมาสก์</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>กลับมาสก์</translation>
    </message>
    <message>
        <source>Zoom to Fit</source>
        <translation>ซูมให้พอดี</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>ขนาดจริง</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>ซูมเข้า</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>ซูมออก</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>ขอบฟุ้ง</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>กลับ</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>ล้าง</translation>
    </message>
    <message>
        <source>Open Mask…</source>
        <translation>เปิดมาสก์…</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Add to Queue</source>
        <translation>เพิ่มลงในคิว</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>สร้าง</translation>
    </message>
    <message>
        <source>Resume Queue</source>
        <translation>ทำคิวต่อ</translation>
    </message>
    <message>
        <source>Pause Queue</source>
        <translation>หยุดพักคิว</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>ไฟล์(&amp;F)</translation>
    </message>
    <message>
        <source>Generate Next</source>
        <translation>สร้างเป็นภาพถัดไป</translation>
    </message>
    <message>
        <source>Generate Every Combination</source>
        <translation>สร้างทุกแบบที่ผสมได้</translation>
    </message>
    <message>
        <source>Choose Source Image…</source>
        <translation>เลือกภาพต้นฉบับ…</translation>
    </message>
    <message>
        <source>Import Pictures…</source>
        <translation>นำเข้าภาพ…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>โมเดล…</translation>
    </message>
    <message>
        <source>Add Model…</source>
        <translation>เพิ่มโมเดล…</translation>
    </message>
    <message>
        <source>Add Model Folder…</source>
        <translation>เพิ่มโฟลเดอร์โมเดล…</translation>
    </message>
    <message>
        <source>Folders of Other Apps</source>
        <translation>โฟลเดอร์ของแอปอื่น</translation>
    </message>
    <message>
        <source>Save a Copy…</source>
        <translation>บันทึกสำเนา…</translation>
    </message>
    <message>
        <source>Export Selected Pictures…</source>
        <translation>ส่งออกภาพที่เลือก…</translation>
    </message>
    <message>
        <source>Strip Metadata When Dragging</source>
        <translation>ตัดข้อมูลเมตาเมื่อลาก</translation>
    </message>
    <message>
        <source>Close Window</source>
        <translation>ปิดหน้าต่าง</translation>
    </message>
    <message>
        <source>Quit {0}</source>
        <translation>ออกจาก {0}</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>แก้ไข(&amp;E)</translation>
    </message>
    <message>
        <source>Edit Prompt</source>
        <translation>แก้ไขพรอมต์</translation>
    </message>
    <message>
        <source>Earlier Prompts…</source>
        <translation>พรอมต์ก่อนหน้า…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>ค้นหา</translation>
    </message>
    <message>
        <source>Select All Pictures</source>
        <translation>เลือกภาพทั้งหมด</translation>
    </message>
    <message>
        <source>Paint Mask…</source>
        <translation>ระบายมาสก์…</translation>
    </message>
    <message>
        <source>Paste Image</source>
        <translation>วางภาพ</translation>
    </message>
    <message>
        <source>Remove Source Image</source>
        <translation>เอาภาพต้นฉบับออก</translation>
    </message>
    <message>
        <source>Remove Reference Images</source>
        <translation>เอาภาพอ้างอิงออก</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>ภาพ(&amp;P)</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>ใช้การตั้งค่า</translation>
    </message>
    <message>
        <source>Use Settings with New Seed</source>
        <translation>ใช้การตั้งค่ากับ seed ใหม่</translation>
    </message>
    <message>
        <source>Start from This Picture</source>
        <translation>เริ่มจากภาพนี้</translation>
    </message>
    <message>
        <source>Generate Variations</source>
        <translation>สร้างภาพแปรผัน</translation>
    </message>
    <message>
        <source>Generate Again with Same Seed</source>
        <translation>สร้างอีกครั้งด้วย seed เดิม</translation>
    </message>
    <message>
        <source>Grid of Variations…</source>
        <translation>ตารางภาพแปรผัน…</translation>
    </message>
    <message>
        <source>Repeat and Compare</source>
        <translation>สร้างซ้ำแล้วเปรียบเทียบ</translation>
    </message>
    <message>
        <source>Compare Two Pictures</source>
        <translation>เปรียบเทียบสองภาพ</translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation>คัดลอกภาพ</translation>
    </message>
    <message>
        <source>Copy Picture Without Metadata</source>
        <translation>คัดลอกภาพโดยไม่มีข้อมูลเมตา</translation>
    </message>
    <message>
        <source>Copy Settings</source>
        <translation>คัดลอกการตั้งค่า</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>ทำเครื่องหมาย</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>รายการโปรด</translation>
    </message>
    <message>
        <source>No Stars</source>
        <translation>ไม่มีดาว</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>แท็ก…</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>คัดออก</translation>
    </message>
    <message>
        <source>Related Pictures</source>
        <translation>ภาพที่เกี่ยวข้อง</translation>
    </message>
    <message>
        <source>Go to Source</source>
        <translation>ไปที่ภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Go to Derived Picture</source>
        <translation>ไปที่ภาพที่สร้างต่อ</translation>
    </message>
    <message>
        <source>Next with Other Seed</source>
        <translation>ภาพถัดไปที่ใช้ seed อื่น</translation>
    </message>
    <message>
        <source>Previous with Other Seed</source>
        <translation>ภาพก่อนหน้าที่ใช้ seed อื่น</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>ย้ายไปถังขยะ</translation>
    </message>
    <message>
        <source>Move Rejects to Trash</source>
        <translation>ย้ายภาพที่คัดออกไปถังขยะ</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>คิว(&amp;Q)</translation>
    </message>
    <message>
        <source>Show Queue</source>
        <translation>แสดงคิว</translation>
    </message>
    <message>
        <source>Cancel Current Picture</source>
        <translation>ยกเลิกภาพปัจจุบัน</translation>
    </message>
    <message>
        <source>Pause After Current Picture</source>
        <translation>หยุดพักหลังภาพปัจจุบัน</translation>
    </message>
    <message>
        <source>Sort by Model</source>
        <translation>เรียงตามโมเดล</translation>
    </message>
    <message>
        <source>Clear Failed</source>
        <translation>ล้างงานที่ไม่สำเร็จ</translation>
    </message>
    <message>
        <source>Clear Queue</source>
        <translation>ล้างคิว</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>รอ</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>มุมมอง(&amp;V)</translation>
    </message>
    <message>
        <source>View Full Size</source>
        <translation>ดูขนาดเต็ม</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>ซูมเข้า</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>ซูมออก</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>ขนาดจริง</translation>
    </message>
    <message>
        <source>Zoom to Fit</source>
        <translation>ซูมให้พอดี</translation>
    </message>
    <message>
        <source>Toggle Zoom</source>
        <translation>สลับการซูม</translation>
    </message>
    <message>
        <source>Go to Gallery</source>
        <translation>ไปที่แกลเลอรี</translation>
    </message>
    <message>
        <source>Switch Between Picture and Gallery</source>
        <translation>สลับระหว่างภาพกับแกลเลอรี</translation>
    </message>
    <message>
        <source>Show Only Gallery</source>
        <translation>แสดงเฉพาะแกลเลอรี</translation>
    </message>
    <message>
        <source>Show or Hide Sidebar</source>
        <translation>แสดงหรือซ่อนแถบด้านข้าง</translation>
    </message>
    <message>
        <source>Show or Hide Inspector</source>
        <translation>แสดงหรือซ่อนแผงตรวจสอบ</translation>
    </message>
    <message>
        <source>Enter Full Screen</source>
        <translation>เข้าสู่โหมดเต็มหน้าจอ</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>หน้าต่าง(&amp;W)</translation>
    </message>
    <message>
        <source>Minimise</source>
        <translation>ย่อหน้าต่าง</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>ซูม</translation>
    </message>
    <message>
        <source>Bring All to Front</source>
        <translation>นำทั้งหมดมาไว้ด้านหน้า</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>วิธีใช้(&amp;H)</translation>
    </message>
    <message>
        <source>Easel Help</source>
        <translation>วิธีใช้ Easel</translation>
    </message>
    <message>
        <source>About {0}</source>
        <translation>เกี่ยวกับ {0}</translation>
    </message>
    <message>
        <source>About This Machine</source>
        <translation>เกี่ยวกับเครื่องนี้</translation>
    </message>
    <message>
        <source>Check for Updates…</source>
        <translation>ตรวจหารายการอัปเดต…</translation>
    </message>
    <message>
        <source>Benchmark…</source>
        <translation>เบนช์มาร์ก…</translation>
    </message>
    <message>
        <source>New Album</source>
        <translation>อัลบั้มใหม่</translation>
    </message>
    <message>
        <source>New Album from Selection</source>
        <translation>อัลบั้มใหม่จากภาพที่เลือก</translation>
    </message>
    <message>
        <source>New Smart Album from Search</source>
        <translation>อัลบั้มอัจฉริยะใหม่จากการค้นหา</translation>
    </message>
    <message>
        <source>Put Back from Trash</source>
        <translation>นำกลับคืนจากถังขยะ</translation>
    </message>
    <message>
        <source>Get Info</source>
        <translation>รับข้อมูล</translation>
    </message>
    <message>
        <source>Command Palette…</source>
        <translation>แผงคำสั่ง…</translation>
    </message>
    <message>
        <source>Go to Message</source>
        <translation>ไปที่ข้อความ</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Get More Models…</source>
        <translation>รับโมเดลเพิ่ม…</translation>
    </message>
</context>
<context>
    <name>ModelTrash</name>
    <message>
        <source>It uses {0} on the disk. The pictures that it made are kept.</source>
        <translation>ใช้พื้นที่ดิสก์ {0} ภาพที่โมเดลนี้สร้างจะยังอยู่</translation>
    </message>
    <message>
        <source>It uses {0} on the disk. Its model is not affected.</source>
        <translation>ใช้พื้นที่ดิสก์ {0} ไม่มีผลต่อโมเดลของรายการนี้</translation>
    </message>
    <message>
        <source>It uses {0} on the disk. The model is kept, and loads more slowly without its copy.</source>
        <translation>ใช้พื้นที่ดิสก์ {0} โมเดลจะยังอยู่ แต่โหลดช้าลงเมื่อไม่มีสำเนานี้</translation>
    </message>
    <message>
        <source>Move “{0}” to the Trash?</source>
        <translation>ย้าย “{0}” ไปถังขยะหรือไม่</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>ย้ายไปถังขยะ</translation>
    </message>
</context>
<context>
    <name>ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>โมเดล</translation>
    </message>
    <message>
        <source>On This Mac</source>
        <translation>ใน Mac เครื่องนี้</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>มีให้ใช้</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>ค้นหา</translation>
    </message>
    <message>
        <source>Models on this Mac</source>
        <translation>โมเดลใน Mac เครื่องนี้</translation>
    </message>
    <message>
        <source>Available models</source>
        <translation>โมเดลที่มีให้ใช้</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>ใช้</translation>
    </message>
    <message>
        <source>Download Missing Parts</source>
        <translation>ดาวน์โหลดส่วนที่ขาด</translation>
    </message>
    <message>
        <source>Remove from List</source>
        <translation>เอาออกจากรายการ</translation>
    </message>
    <message>
        <source>The files stay on the disk</source>
        <translation>ไฟล์จะยังอยู่ในดิสก์</translation>
    </message>
    <message>
        <source>Move to Trash…</source>
        <translation>ย้ายไปถังขยะ…</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>สัญญาอนุญาต</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>ดาวน์โหลด</translation>
    </message>
    <message>
        <source>Recommended for this Mac</source>
        <translation>แนะนำสำหรับ Mac เครื่องนี้</translation>
    </message>
    <message>
        <source>From the Hub…</source>
        <translation>จากฮับ…</translation>
    </message>
    <message>
        <source>Easel no longer searches {0}.</source>
        <translation>Easel ไม่ค้นหาใน {0} แล้ว</translation>
    </message>
    <message>
        <source>Copied {0} into Easel&apos;s model folder.</source>
        <translation>คัดลอก {0} ไปยังโฟลเดอร์โมเดลของ Easel แล้ว</translation>
    </message>
    <message>
        <source>Copying {0} (MB)</source>
        <translation>กำลังคัดลอก {0} (MB)</translation>
    </message>
    <message>
        <source>Copy into Easel&apos;s Folder</source>
        <translation>คัดลอกไปยังโฟลเดอร์ของ Easel</translation>
    </message>
    <message>
        <source>Moved {0} to the Trash.</source>
        <translation>ย้าย {0} ไปถังขยะแล้ว</translation>
    </message>
    <message>
        <source>{0} was downloaded.</source>
        <translation>ดาวน์โหลด {0} แล้ว</translation>
    </message>
    <message>
        <source>Available ({0})</source>
        <translation>มีให้ใช้ ({0})</translation>
    </message>
    <message>
        <source>Use the Models of {0}</source>
        <translation>ใช้โมเดลของ {0}</translation>
    </message>
    <message>
        <source>There is a copy in {0}.</source>
        <translation>มีสำเนาอยู่ใน {0}</translation>
    </message>
    <message>
        <source>Trigger words: {0}</source>
        <translation>คำกระตุ้น: {0}</translation>
    </message>
    <message>
        <source>accept the licence on its page, then sign in</source>
        <translation>ยอมรับสัญญาอนุญาตในหน้าของโมเดล แล้วลงชื่อเข้าใช้</translation>
    </message>
    <message>
        <source>Needs {0} of memory; {1} is available on this Mac</source>
        <translation>ต้องใช้หน่วยความจำ {0} โดย Mac เครื่องนี้มีให้ใช้ {1}</translation>
    </message>
    <message>
        <source>Add File…</source>
        <translation>เพิ่มไฟล์…</translation>
    </message>
    <message>
        <source>Add Folder…</source>
        <translation>เพิ่มโฟลเดอร์…</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>ค้นหาโมเดล</translation>
    </message>
</context>
<context>
    <name>OfferCard</name>
    <message>
        <source>Best pictures</source>
        <translation>ภาพดีที่สุด</translation>
    </message>
    <message>
        <source>Edit with words</source>
        <translation>แก้ไขด้วยคำสั่ง</translation>
    </message>
    <message>
        <source>Quick ideas</source>
        <translation>ลองไอเดียเร็วๆ</translation>
    </message>
    <message>
        <source>{0} a picture, estimated</source>
        <translation>ภาพละประมาณ {0}</translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message>
        <source>Copied without prompt and settings</source>
        <translation>คัดลอกแล้วโดยไม่มีพรอมต์และการตั้งค่า</translation>
    </message>
    <message>
        <source>Save a Copy</source>
        <translation>บันทึกสำเนา</translation>
    </message>
    <message>
        <source>PNG (*.png)</source>
        <translation>PNG (*.png)</translation>
    </message>
    <message>
        <source>JPEG (*.jpg)</source>
        <translation>JPEG (*.jpg)</translation>
    </message>
    <message>
        <source>WebP (*.webp)</source>
        <translation>WebP (*.webp)</translation>
    </message>
    <message>
        <source>PNG without prompt (*.png)</source>
        <translation>PNG ไม่มีพรอมต์ (*.png)</translation>
    </message>
    <message>
        <source>JPEG without prompt (*.jpg)</source>
        <translation>JPEG ไม่มีพรอมต์ (*.jpg)</translation>
    </message>
    <message>
        <source>WebP without prompt (*.webp)</source>
        <translation>WebP ไม่มีพรอมต์ (*.webp)</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>บันทึก {0} แล้ว</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>เปรียบเทียบ</translation>
    </message>
    <message>
        <source>Select two pictures to compare.</source>
        <translation>เลือกสองภาพเพื่อเปรียบเทียบ</translation>
    </message>
</context>
<context>
    <name>PlaceDelegate</name>
    <message>
        <source>Name of the album</source>
        <translation>ชื่ออัลบั้ม</translation>
    </message>
</context>
<context>
    <name>PlaceList</name>
    <message>
        <source>Places</source>
        <translation>ตำแหน่ง</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Save Settings as Preset…</source>
        <translation>บันทึกการตั้งค่าเป็นพรีเซ็ต…</translation>
    </message>
    <message>
        <source>Delete Preset</source>
        <translation>ลบพรีเซ็ต</translation>
    </message>
    <message>
        <source>Use as Defaults for This Model</source>
        <translation>ใช้เป็นค่าเริ่มต้นของโมเดลนี้</translation>
    </message>
    <message>
        <source>Reset Defaults of This Model</source>
        <translation>รีเซ็ตค่าเริ่มต้นของโมเดลนี้</translation>
    </message>
    <message>
        <source>The preset {0} was deleted.</source>
        <translation>ลบพรีเซ็ต {0} แล้ว</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>เลิกทำ</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>ชื่อพรีเซ็ต:</translation>
    </message>
</context>
<context>
    <name>ProgressTasks</name>
    <message>
        <source>Stop</source>
        <translation>หยุด</translation>
    </message>
    <message>
        <source>Stop this task</source>
        <translation>หยุดงานนี้</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}, {3} left</source>
        <translation>{0}: {1} จาก {2} เหลือ {3}</translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>Number of images</source>
        <translation>จำนวนภาพ</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>สร้าง</translation>
    </message>
    <message>
        <source>Cancel Editing</source>
        <translation>ยกเลิกการแก้ไข</translation>
    </message>
    <message>
        <source>Shape and size of the picture</source>
        <translation>รูปทรงและขนาดของภาพ</translation>
    </message>
    <message>
        <source>What to leave out (negative prompt)</source>
        <translation>สิ่งที่ไม่ต้องการ (พรอมต์เชิงลบ)</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>สไตล์</translation>
    </message>
    <message>
        <source>Search earlier prompts (Option-Up browses them)</source>
        <translation>ค้นหาพรอมต์ก่อนหน้า (กด Option-ลูกศรขึ้นเพื่อเลือกดู)</translation>
    </message>
    <message>
        <source>History</source>
        <translation>ประวัติ</translation>
    </message>
    <message>
        <source>Leave out: {0}</source>
        <translation>ไม่เอา: {0}</translation>
    </message>
    <message>
        <source>Leave out…</source>
        <translation>ไม่เอา…</translation>
    </message>
</context>
<context>
    <name>PromptField</name>
    <message>
        <source>What do you want to see?</source>
        <translation>คุณอยากเห็นอะไร</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>พรอมต์</translation>
    </message>
    <message>
        <source>What to leave out</source>
        <translation>สิ่งที่ไม่ต้องการ</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>พรอมต์เชิงลบ</translation>
    </message>
</context>
<context>
    <name>PromptHistory</name>
    <message>
        <source>Search earlier prompts</source>
        <translation>ค้นหาพรอมต์ก่อนหน้า</translation>
    </message>
    <message>
        <source>Earlier prompts</source>
        <translation>พรอมต์ก่อนหน้า</translation>
    </message>
</context>
<context>
    <name>QualityField</name>
    <message>
        <source>Fast</source>
        <translation>เร็ว</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>สมดุล</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>ดีที่สุด</translation>
    </message>
    <message>
        <source>About half the time: fewer steps, and some of them reuse layers</source>
        <translation>ใช้เวลาราวครึ่งหนึ่ง: ขั้นตอนน้อยลง และบางขั้นตอนใช้ชั้นซ้ำ</translation>
    </message>
    <message>
        <source>About three quarters of the time: fewer steps</source>
        <translation>ใช้เวลาราวสามในสี่: ขั้นตอนน้อยลง</translation>
    </message>
    <message>
        <source>All steps of the model</source>
        <translation>ทุกขั้นตอนของโมเดล</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>คุณภาพ</translation>
    </message>
</context>
<context>
    <name>QueueAnnouncer</name>
    <message>
        <source>The queue has stopped</source>
        <translation>คิวหยุดแล้ว</translation>
    </message>
    <message>
        <source>The queue has ended</source>
        <translation>คิวเสร็จสิ้นแล้ว</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures are done.</source>
        <translation>
            <numerusform>เสร็จแล้ว %Ln ภาพ</numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture is done.</source>
        <translation>เสร็จแล้ว 1 ภาพ</translation>
    </message>
    <message numerus="yes">
        <source>%Ln jobs failed.</source>
        <translation>
            <numerusform>ไม่สำเร็จ %Ln งาน</numerusform>
        </translation>
    </message>
    <message>
        <source>1 job failed.</source>
        <translation>ไม่สำเร็จ 1 งาน</translation>
    </message>
</context>
<context>
    <name>QueueHeader</name>
    <message>
        <source>Queue</source>
        <translation>คิว</translation>
    </message>
    <message>
        <source>More</source>
        <translation>เพิ่มเติม</translation>
    </message>
    <message>
        <source>More commands for the queue</source>
        <translation>คำสั่งเพิ่มเติมสำหรับคิว</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>หยุดพักอยู่</translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>รออยู่ %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>ไม่สำเร็จ %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>Run Now</source>
        <translation>เริ่มตอนนี้</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>หยุดพัก</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>ทำต่อ</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>เหลือ {0}</translation>
    </message>
    <message>
        <source>, done at {0}</source>
        <translation> เสร็จเวลา {0}</translation>
    </message>
    <message>
        <source>Between {0} and {1}, estimated from earlier pictures</source>
        <translation>ระหว่าง {0} ถึง {1} ประมาณจากภาพก่อนหน้า</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>No prompt</source>
        <translation>ไม่มีพรอมต์</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>กำลังบันทึก…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>กำลังเริ่ม…</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>ไม่สำเร็จ</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>กำลังสร้าง</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>กำลังรอ</translation>
    </message>
    <message>
        <source>Return tries it again, Delete removes it.</source>
        <translation>กด Return เพื่อลองอีกครั้ง กด Delete เพื่อเอาออก</translation>
    </message>
    <message>
        <source>Delete cancels it.</source>
        <translation>กด Delete เพื่อยกเลิก</translation>
    </message>
    <message>
        <source>Return edits it, Option with an arrow key moves it, Delete removes it.</source>
        <translation>กด Return เพื่อแก้ไข กด Option กับปุ่มลูกศรเพื่อย้าย กด Delete เพื่อเอาออก</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Group waiting jobs by model, so that each model loads only once</source>
        <translation>จัดกลุ่มงานที่รอตามโมเดล เพื่อโหลดแต่ละโมเดลเพียงครั้งเดียว</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more are waiting.</source>
        <translation>
            <numerusform>รออยู่อีก %Ln งาน</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to Queue</source>
        <translation>เพิ่มลงในคิว</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>ยกเลิก</translation>
    </message>
    <message>
        <source>Clear Queue</source>
        <translation>ล้างคิว</translation>
    </message>
    <message>
        <source>Clear Failed</source>
        <translation>ล้างงานที่ไม่สำเร็จ</translation>
    </message>
    <message>
        <source>Move in Queue</source>
        <translation>ย้ายในคิว</translation>
    </message>
    <message>
        <source>Sort by Model</source>
        <translation>เรียงตามโมเดล</translation>
    </message>
    <message>
        <source>Edit Job</source>
        <translation>แก้ไขงาน</translation>
    </message>
    <message>
        <source>Pause After Current Picture</source>
        <translation>หยุดพักหลังภาพปัจจุบัน</translation>
    </message>
    <message>
        <source>Wait…</source>
        <translation>รอ…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>เอาออก</translation>
    </message>
    <message>
        <source>Move to Front</source>
        <translation>ย้ายไปหน้าสุด</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln Jobs</source>
        <translation>
            <numerusform>เอา %Ln งานออก</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>แก้ไข…</translation>
    </message>
    <message>
        <source>Duplicate and Edit…</source>
        <translation>ทำสำเนาแล้วแก้ไข…</translation>
    </message>
    <message>
        <source>Pause After This</source>
        <translation>หยุดพักหลังภาพนี้</translation>
    </message>
    <message>
        <source>Sort by Model: {0} Loads Instead of {1}</source>
        <translation>เรียงตามโมเดล: โหลด {0} ครั้งแทน {1} ครั้ง</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>ลองอีกครั้ง</translation>
    </message>
    <message>
        <source>Retry with New Seed</source>
        <translation>ลองอีกครั้งด้วย seed ใหม่</translation>
    </message>
</context>
<context>
    <name>QueuePopover</name>
    <message>
        <source>Queue</source>
        <translation>คิว</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>No picture is lost: each file contains its settings. Easel keeps the damaged index next to the new one.</source>
        <translation>ไม่มีภาพใดหายไป ทุกไฟล์มีการตั้งค่าอยู่ในตัว Easel จะเก็บดัชนีที่เสียหายไว้ข้างดัชนีใหม่</translation>
    </message>
    <message>
        <source>Rebuild from Pictures</source>
        <translation>สร้างใหม่จากภาพ</translation>
    </message>
    <message>
        <source>Restore Backup of {0}</source>
        <translation>กู้คืนข้อมูลสำรองของ {0}</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>ออก</translation>
    </message>
</context>
<context>
    <name>ReferenceField</name>
    <message>
        <source>+
Reference</source>
        <translation>+
อ้างอิง</translation>
    </message>
    <message>
        <source>Add a reference image</source>
        <translation>เพิ่มภาพอ้างอิง</translation>
    </message>
    <message>
        <source>Edit
this</source>
        <translation>แก้ไข
ภาพนี้</translation>
    </message>
    <message>
        <source>Move Left</source>
        <translation>ย้ายไปทางซ้าย</translation>
    </message>
    <message>
        <source>Move Right</source>
        <translation>ย้ายไปทางขวา</translation>
    </message>
    <message>
        <source>Use as Source Image</source>
        <translation>ใช้เป็นภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>เอาออก</translation>
    </message>
    <message numerus="yes">
        <source>The model uses at most %Ln of them. Remove the others.</source>
        <translation>
            <numerusform>โมเดลใช้ได้สูงสุด %Ln ภาพ เอาภาพที่เหลือออก</numerusform>
        </translation>
    </message>
    <message>
        <source>In the prompt they are “image 1”, “image 2”.</source>
        <translation>ในพรอมต์ให้เรียกว่า “image 1”, “image 2”</translation>
    </message>
    <message>
        <source>Write in the prompt what to change.</source>
        <translation>เขียนสิ่งที่จะเปลี่ยนในพรอมต์</translation>
    </message>
    <message>
        <source>Remove Reference Images</source>
        <translation>เอาภาพอ้างอิงทั้งหมดออก</translation>
    </message>
    <message>
        <source>Remove Reference Image</source>
        <translation>เอาภาพอ้างอิงออก</translation>
    </message>
    <message>
        <source>Move Reference Image</source>
        <translation>ย้ายภาพอ้างอิง</translation>
    </message>
</context>
<context>
    <name>ReferenceWell</name>
    <message>
        <source>Reference image {0}</source>
        <translation>ภาพอ้างอิง {0}</translation>
    </message>
    <message>
        <source>Image {0}: {1}. Drag it to change the order; Delete removes it.</source>
        <translation>ภาพ {0}: {1} ลากเพื่อเปลี่ยนลำดับ กด Delete เพื่อเอาออก</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>เอาออก</translation>
    </message>
    <message>
        <source>Remove reference image {0}</source>
        <translation>เอาภาพอ้างอิง {0} ออก</translation>
    </message>
</context>
<context>
    <name>RefinerSection</name>
    <message>
        <source>Choose the Refiner of Stable Diffusion XL</source>
        <translation>เลือก Refiner ของ Stable Diffusion XL</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>Refiner</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>ปิด</translation>
    </message>
    <message>
        <source>Share of the steps at which the refiner starts</source>
        <translation>สัดส่วนของขั้นตอนที่ Refiner เริ่มทำงาน</translation>
    </message>
    <message>
        <source>Starts at</source>
        <translation>เริ่มที่</translation>
    </message>
    <message>
        <source>off</source>
        <translation>ปิด</translation>
    </message>
    <message>
        <source>{0} from {1}</source>
        <translation>{0} ตั้งแต่ {1}</translation>
    </message>
</context>
<context>
    <name>RelatedPictures</name>
    <message>
        <source>Source</source>
        <translation>ต้นฉบับ</translation>
    </message>
    <message>
        <source>Derived</source>
        <translation>ภาพที่สร้างต่อ</translation>
    </message>
    <message>
        <source>Other seeds</source>
        <translation>Seed อื่น</translation>
    </message>
</context>
<context>
    <name>RestChoices</name>
    <message>
        <source>On Battery Power</source>
        <translation>เมื่อใช้แบตเตอรี่</translation>
    </message>
    <message>
        <source>In Low Power Mode</source>
        <translation>เมื่ออยู่ในโหมดประหยัดพลังงาน</translation>
    </message>
    <message>
        <source>While the Machine Is Hot</source>
        <translation>ขณะที่เครื่องร้อน</translation>
    </message>
    <message>
        <source>By Day, {0} to {1}</source>
        <translation>ตอนกลางวัน {0} ถึง {1}</translation>
    </message>
    <message>
        <source>on battery power</source>
        <translation>ใช้แบตเตอรี่อยู่</translation>
    </message>
    <message>
        <source>in Low Power Mode</source>
        <translation>อยู่ในโหมดประหยัดพลังงาน</translation>
    </message>
    <message>
        <source>the machine is hot</source>
        <translation>เครื่องร้อน</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>จนถึง {0}</translation>
    </message>
</context>
<context>
    <name>RingButton</name>
    <message>
        <source>Queue</source>
        <translation>คิว</translation>
    </message>
    <message>
        <source>Queue: {0}</source>
        <translation>คิว: {0}</translation>
    </message>
    <message>
        <source>{0} % of the picture is done</source>
        <translation>ภาพเสร็จแล้ว {0} %</translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation>รออยู่ {0}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>รออยู่ %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>หยุดพักอยู่</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>กำลังสร้าง</translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>ไม่สำเร็จ %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunningPicture</name>
    <message>
        <source>Loading the model…</source>
        <translation>กำลังโหลดโมเดล…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>กำลังบันทึก…</translation>
    </message>
    <message>
        <source>Compiling…</source>
        <translation>กำลังคอมไพล์…</translation>
    </message>
    <message>
        <source>once for {0} similar pictures, about {1} times as fast</source>
        <translation>ครั้งเดียวสำหรับ {0} ภาพที่คล้ายกัน เร็วราว {1} เท่า</translation>
    </message>
    <message>
        <source>Step {0} of {1}</source>
        <translation>ขั้นตอนที่ {0} จาก {1}</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>เหลือ {0}</translation>
    </message>
</context>
<context>
    <name>SchedulerField</name>
    <message>
        <source>Scheduler</source>
        <translation>Scheduler</translation>
    </message>
</context>
<context>
    <name>SecondaryWindows</name>
    <message>
        <source>About {0}</source>
        <translation>เกี่ยวกับ {0}</translation>
    </message>
    <message>
        <source>Makes pictures from words, on this computer.</source>
        <translation>สร้างภาพจากคำ ในคอมพิวเตอร์เครื่องนี้</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>open</source>
        <translation>เปิดอยู่</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>ปิดอยู่</translation>
    </message>
</context>
<context>
    <name>SeedField</name>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>สุ่ม</translation>
    </message>
    <message>
        <source>New random seed</source>
        <translation>สุ่ม seed ใหม่</translation>
    </message>
    <message>
        <source>Lock the seed</source>
        <translation>ล็อก seed</translation>
    </message>
    <message>
        <source>Use this seed for every picture, to see the effect of other changes</source>
        <translation>ใช้ seed นี้กับทุกภาพ เพื่อดูผลของการเปลี่ยนแปลงอื่น</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Presets</source>
        <translation>พรีเซ็ต</translation>
    </message>
</context>
<context>
    <name>SidebarActions</name>
    <message>
        <source>Rename</source>
        <translation>เปลี่ยนชื่อ</translation>
    </message>
    <message>
        <source>Delete Album</source>
        <translation>ลบอัลบั้ม</translation>
    </message>
    <message>
        <source>Stop Showing This Folder</source>
        <translation>เลิกแสดงโฟลเดอร์นี้</translation>
    </message>
    <message>
        <source>Add Selected Pictures</source>
        <translation>เพิ่มภาพที่เลือก</translation>
    </message>
    <message>
        <source>New Album</source>
        <translation>อัลบั้มใหม่</translation>
    </message>
    <message>
        <source>New Album from Selection</source>
        <translation>อัลบั้มใหม่จากภาพที่เลือก</translation>
    </message>
    <message>
        <source>New Smart Album from Search</source>
        <translation>อัลบั้มอัจฉริยะใหม่จากการค้นหา</translation>
    </message>
</context>
<context>
    <name>SidebarModel</name>
    <message>
        <source>1 picture</source>
        <translation>1 ภาพ</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>%Ln ภาพ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Sign In</source>
        <translation>ลงชื่อเข้าใช้</translation>
    </message>
    <message>
        <source>Access token, from the settings of your Hugging Face account:</source>
        <translation>โทเค็นเข้าถึง จากการตั้งค่าบัญชี Hugging Face ของคุณ:</translation>
    </message>
    <message>
        <source>The token is saved in the Keychain.</source>
        <translation>โทเค็นจะบันทึกไว้ในพวงกุญแจ</translation>
    </message>
    <message>
        <source>After an update of Easel, macOS asks for your password once: click Always Allow.</source>
        <translation>หลังอัปเดต Easel แล้ว macOS จะถามรหัสผ่านของคุณหนึ่งครั้ง ให้คลิก อนุญาตเสมอ</translation>
    </message>
</context>
<context>
    <name>SizeField</name>
    <message>
        <source>Shape of the picture</source>
        <translation>รูปทรงของภาพ</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>ความกว้าง</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>ความสูง</translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation>สลับความกว้างกับความสูง</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>กำหนดเอง</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>จัตุรัส</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>แนวตั้ง</translation>
    </message>
    <message>
        <source>Tall</source>
        <translation>สูง</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>แนวนอน</translation>
    </message>
    <message>
        <source>Wide</source>
        <translation>กว้าง</translation>
    </message>
</context>
<context>
    <name>SourceImageField</name>
    <message>
        <source>Drop an image, or choose…</source>
        <translation>ลากภาพมาวาง หรือเลือก…</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>ภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Strength: how much of the source image may change</source>
        <translation>ความแรง: ภาพต้นฉบับเปลี่ยนได้มากเพียงใด</translation>
    </message>
    <message>
        <source>Remove source image</source>
        <translation>เอาภาพต้นฉบับออก</translation>
    </message>
    <message>
        <source>How to fit the image to the size</source>
        <translation>วิธีปรับภาพให้เข้ากับขนาด</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>ครอบตัด</translation>
    </message>
    <message>
        <source>Fit and extend</source>
        <translation>พอดีและเติมขอบ</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>ยืด</translation>
    </message>
    <message>
        <source>Paint Mask…</source>
        <translation>ระบายมาสก์…</translation>
    </message>
    <message>
        <source>Remove mask</source>
        <translation>เอามาสก์ออก</translation>
    </message>
    <message>
        <source>Draw only the masked part</source>
        <translation>วาดเฉพาะส่วนที่มาสก์</translation>
    </message>
    <message>
        <source>Draws the masked part at full size and puts it back into the unchanged image</source>
        <translation>วาดส่วนที่มาสก์ในขนาดเต็ม แล้วใส่กลับลงในภาพที่ไม่เปลี่ยนแปลง</translation>
    </message>
    <message>
        <source>Padding around the mask in pixels</source>
        <translation>ระยะเผื่อรอบมาสก์เป็นพิกเซล</translation>
    </message>
    <message>
        <source>closer to original</source>
        <translation>ใกล้เคียงต้นฉบับ</translation>
    </message>
    <message>
        <source>more change</source>
        <translation>เปลี่ยนมากขึ้น</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>ระยะเผื่อ</translation>
    </message>
    <message>
        <source>{0}  ·  {1} of {2} steps</source>
        <translation>{0}  ·  {1} จาก {2} ขั้นตอน</translation>
    </message>
    <message>
        <source>Edit Mask…</source>
        <translation>แก้ไขมาสก์…</translation>
    </message>
    <message>
        <source>Remove Source Image</source>
        <translation>เอาภาพต้นฉบับออก</translation>
    </message>
    <message>
        <source>Remove Mask</source>
        <translation>เอามาสก์ออก</translation>
    </message>
</context>
<context>
    <name>SourceWell</name>
    <message>
        <source>Replace…</source>
        <translation>แทนที่…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>เอาออก</translation>
    </message>
    <message>
        <source>Start from
this</source>
        <translation>เริ่มจาก
ภาพนี้</translation>
    </message>
    <message>
        <source>+
Image</source>
        <translation>+
ภาพ</translation>
    </message>
    <message>
        <source>Choose or drop a source image: the picture starts from it</source>
        <translation>เลือกหรือลากภาพต้นฉบับมาวาง ภาพใหม่จะเริ่มจากภาพนั้น</translation>
    </message>
    <message>
        <source>Source image. Delete removes it.</source>
        <translation>ภาพต้นฉบับ กด Delete เพื่อเอาออก</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>ภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Choose a source image</source>
        <translation>เลือกภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>เริ่มจาก</translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message>
        <source>Save Prompts as Style…</source>
        <translation>บันทึกพรอมต์เป็นสไตล์…</translation>
    </message>
    <message>
        <source>Delete Style</source>
        <translation>ลบสไตล์</translation>
    </message>
    <message>
        <source>Import Styles…</source>
        <translation>นำเข้าสไตล์…</translation>
    </message>
    <message>
        <source>Export Styles…</source>
        <translation>ส่งออกสไตล์…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln styles imported.</source>
        <translation>
            <numerusform>นำเข้าแล้ว %Ln สไตล์</numerusform>
        </translation>
    </message>
    <message>
        <source>Name of the style:</source>
        <translation>ชื่อสไตล์:</translation>
    </message>
    <message>
        <source>Import Styles</source>
        <translation>นำเข้าสไตล์</translation>
    </message>
    <message>
        <source>Styles (*.csv)</source>
        <translation>สไตล์ (*.csv)</translation>
    </message>
    <message>
        <source>Export Styles</source>
        <translation>ส่งออกสไตล์</translation>
    </message>
</context>
<context>
    <name>ThumbnailGrid</name>
    <message>
        <source>Gallery</source>
        <translation>แกลเลอรี</translation>
    </message>
</context>
<context>
    <name>TokenCounter</name>
    <message>
        <source>{0} of {1} tokens</source>
        <translation>{0} จาก {1} โทเค็น</translation>
    </message>
    <message>
        <source>Too long: the crossed-out words are ignored ({0} of {1} tokens)</source>
        <translation>ยาวเกินไป: คำที่ขีดฆ่าจะถูกละเว้น ({0} จาก {1} โทเค็น)</translation>
    </message>
    <message>
        <source>{0} of {1} tokens, in {2} parts</source>
        <translation>{0} จาก {1} โทเค็น แบ่งเป็น {2} ส่วน</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>Toolbar</source>
        <translation>แถบเครื่องมือ</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>แสดงหรือซ่อนแถบด้านข้าง</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>แสดงหรือซ่อนแผงตรวจสอบ</translation>
    </message>
</context>
<context>
    <name>TrashActions</name>
    <message>
        <source>Move to Trash</source>
        <translation>ย้ายไปถังขยะ</translation>
    </message>
    <message numerus="yes">
        <source>Moved %Ln pictures to the Trash</source>
        <translation>
            <numerusform>ย้าย %Ln ภาพไปยังถังขยะแล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Moved “{0}” to the Trash</source>
        <translation>ย้าย “{0}” ไปยังถังขยะแล้ว</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>นำกลับคืน</translation>
    </message>
    <message numerus="yes">
        <source>Put %Ln pictures back</source>
        <translation>
            <numerusform>นำ %Ln ภาพกลับคืนแล้ว</numerusform>
        </translation>
    </message>
    <message>
        <source>Put “{0}” back</source>
        <translation>นำ “{0}” กลับคืนแล้ว</translation>
    </message>
    <message>
        <source>Some pictures are no longer in the Trash and cannot be restored.</source>
        <translation>บางภาพไม่อยู่ในถังขยะแล้วและกู้คืนไม่ได้</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Easel sends one request to {0}. It contains nothing about you, your Mac or your pictures.</source>
        <translation>Easel จะส่งคำขอหนึ่งครั้งไปที่ {0} โดยไม่มีข้อมูลใดเกี่ยวกับคุณ, Mac หรือภาพของคุณ</translation>
    </message>
    <message>
        <source>Check for a newer version of Easel?</source>
        <translation>ตรวจหา Easel เวอร์ชันใหม่หรือไม่</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>ตรวจหา</translation>
    </message>
    <message>
        <source>Easel {0} is the latest version.</source>
        <translation>Easel {0} เป็นเวอร์ชันล่าสุด</translation>
    </message>
    <message>
        <source>Easel {0} is available. You have {1}.</source>
        <translation>มี Easel {0} ให้ใช้ คุณใช้ {1} อยู่</translation>
    </message>
    <message>
        <source>Open Web Page</source>
        <translation>เปิดหน้าเว็บ</translation>
    </message>
</context>
<context>
    <name>UpscaleSection</name>
    <message>
        <source>High resolution</source>
        <translation>ความละเอียดสูง</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>ปิด</translation>
    </message>
    <message>
        <source>High-resolution strength</source>
        <translation>ความแรงของความละเอียดสูง</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>ขยายขนาด</translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation>ตัวอัปสเกล</translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation>Lanczos</translation>
    </message>
    <message>
        <source>Choose an Upscaler</source>
        <translation>เลือกตัวอัปสเกล</translation>
    </message>
    <message>
        <source>Upscalers (*.safetensors)</source>
        <translation>ตัวอัปสเกล (*.safetensors)</translation>
    </message>
    <message>
        <source>high resolution {0}×</source>
        <translation>ความละเอียดสูง {0}×</translation>
    </message>
    <message>
        <source>enlarged {0}×</source>
        <translation>ขยายขนาด {0}×</translation>
    </message>
    <message>
        <source>off</source>
        <translation>ปิด</translation>
    </message>
    <message>
        <source>Refine by</source>
        <translation>เก็บรายละเอียด</translation>
    </message>
    <message>
        <source>With</source>
        <translation>ด้วย</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>The file of this picture is missing or damaged.</source>
        <translation>ไฟล์ของภาพนี้หายไปหรือเสียหาย</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Try the Demo</source>
        <translation>ลองเดโม</translation>
    </message>
    <message>
        <source>These fit this Mac: {0}</source>
        <translation>เหมาะกับ Mac เครื่องนี้: {0}</translation>
    </message>
    <message>
        <source>No model of the catalogue fits {0}</source>
        <translation>ไม่มีโมเดลในแค็ตตาล็อกที่พอดีกับ {0}</translation>
    </message>
    <message>
        <source>Choose a model to start with</source>
        <translation>เลือกโมเดลเพื่อเริ่มต้น</translation>
    </message>
    <message>
        <source>The demo needs no download. It draws simple shapes and landscapes.</source>
        <translation>เดโมไม่ต้องดาวน์โหลด โดยจะวาดรูปทรงและทิวทัศน์ง่ายๆ</translation>
    </message>
</context>
<context>
    <name>details</name>
    <message>
        <source>understood</source>
        <translation>เข้าใจแล้ว</translation>
    </message>
    <message>
        <source>used as {0}</source>
        <translation>ใช้เป็น {0}</translation>
    </message>
    <message>
        <source>used in part</source>
        <translation>ใช้บางส่วน</translation>
    </message>
    <message>
        <source>not supported by Easel</source>
        <translation>Easel ไม่รองรับ</translation>
    </message>
    <message>
        <source>the model is not installed</source>
        <translation>ไม่ได้ติดตั้งโมเดลนี้</translation>
    </message>
</context>
<context>
    <name>finder</name>
    <message>
        <source>Show in Finder</source>
        <translation>แสดงใน Finder</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>แสดงในโฟลเดอร์</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>waiting</source>
        <translation>กำลังรอ</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>หยุดพักอยู่</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>ไม่สำเร็จ</translation>
    </message>
    <message>
        <source>{0}, {1} copy</source>
        <translation>{0}, สำเนา {1}</translation>
    </message>
    <message>
        <source>Packed copy</source>
        <translation>สำเนาแบบอัด</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>เร็ว</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>พอใช้</translation>
    </message>
    <message>
        <source>slow here</source>
        <translation>ช้าบนเครื่องนี้</translation>
    </message>
    <message>
        <source>very slow here</source>
        <translation>ช้ามากบนเครื่องนี้</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>ขั้น</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>ส่วน</translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <source>All Pictures</source>
        <translation>ภาพทั้งหมด</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>รายการโปรด</translation>
    </message>
    <message>
        <source>Recently Made</source>
        <translation>สร้างเมื่อเร็วๆ นี้</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>นำเข้าแล้ว</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>ถังขยะ</translation>
    </message>
    <message>
        <source>No results for “{0}”</source>
        <translation>ไม่พบผลลัพธ์สำหรับ “{0}”</translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation>ยังไม่มีรายการโปรด</translation>
    </message>
    <message>
        <source>Select pictures and press F to mark them.</source>
        <translation>เลือกภาพแล้วกด F เพื่อทำเครื่องหมาย</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>ไม่มีภาพใหม่</translation>
    </message>
    <message numerus="yes">
        <source>Pictures that Easel made in the last %n days appear here.</source>
        <translation>
            <numerusform>ภาพที่ Easel สร้างใน %n วันที่ผ่านมาจะแสดงที่นี่</numerusform>
        </translation>
    </message>
    <message>
        <source>No imported pictures</source>
        <translation>ไม่มีภาพที่นำเข้า</translation>
    </message>
    <message>
        <source>Drop pictures or a folder here to copy them into your library.</source>
        <translation>ลากภาพหรือโฟลเดอร์มาวางที่นี่เพื่อคัดลอกลงในคลัง</translation>
    </message>
    <message>
        <source>The Trash is empty</source>
        <translation>ถังขยะว่างเปล่า</translation>
    </message>
    <message>
        <source>Pictures that you delete stay here until you empty the system&apos;s Trash.</source>
        <translation>ภาพที่ลบจะอยู่ที่นี่จนกว่าคุณจะล้างถังขยะของระบบ</translation>
    </message>
    <message>
        <source>This album is empty</source>
        <translation>อัลบั้มนี้ว่างเปล่า</translation>
    </message>
    <message>
        <source>Drag pictures to its name in the sidebar.</source>
        <translation>ลากภาพไปที่ชื่ออัลบั้มในแถบด้านข้าง</translation>
    </message>
    <message>
        <source>No pictures in this folder</source>
        <translation>ไม่มีภาพในโฟลเดอร์นี้</translation>
    </message>
    <message>
        <source>If it is on a disk, connect the disk.</source>
        <translation>หากอยู่บนดิสก์ ให้เชื่อมต่อดิสก์นั้น</translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>ยังไม่มีภาพ</translation>
    </message>
    <message>
        <source>Write a prompt and press Generate, or drop pictures here.</source>
        <translation>เขียนพรอมต์แล้วกดสร้าง หรือลากภาพมาวางที่นี่</translation>
    </message>
    <message>
        <source>New pictures that match this search appear here.</source>
        <translation>ภาพใหม่ที่ตรงกับการค้นหานี้จะแสดงที่นี่</translation>
    </message>
    <message>
        <source>Try fewer words, or check the spelling.</source>
        <translation>ลองใช้คำน้อยลง หรือตรวจสอบการสะกด</translation>
    </message>
    <message>
        <source>Choose All Pictures to search everywhere.</source>
        <translation>เลือกภาพทั้งหมดเพื่อค้นหาทุกที่</translation>
    </message>
</context>
<context>
    <name>recovery</name>
    <message>
        <source>{0} at {1}</source>
        <translation>{0} เวลา {1}</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>{0} with {1} needs {2} of memory, but only {3} can be used.</source>
        <translation>{0} ที่ {1} ต้องใช้หน่วยความจำ {2} แต่ใช้ได้เพียง {3}</translation>
    </message>
    <message>
        <source>The {field} must be text, not {value}.</source>
        <translation>{field} ต้องเป็นข้อความ ไม่ใช่ {value}</translation>
    </message>
    <message>
        <source>The {field} must be a whole number, not {value}.</source>
        <translation>{field} ต้องเป็นจำนวนเต็ม ไม่ใช่ {value}</translation>
    </message>
    <message>
        <source>The {field} must be a number, not {value}.</source>
        <translation>{field} ต้องเป็นตัวเลข ไม่ใช่ {value}</translation>
    </message>
    <message>
        <source>The {field} must be from {least} to {most}, not {value}.</source>
        <translation>{field} ต้องอยู่ระหว่าง {least} ถึง {most} ไม่ใช่ {value}</translation>
    </message>
    <message>
        <source>The {field} must be true or false, not {value}.</source>
        <translation>{field} ต้องเป็นจริงหรือเท็จ ไม่ใช่ {value}</translation>
    </message>
    <message>
        <source>Expected a list, not {value}.</source>
        <translation>ต้องเป็นรายการ ไม่ใช่ {value}</translation>
    </message>
    <message>
        <source>{field} {value} is incomplete. It needs {names}.</source>
        <translation>{field} {value} ไม่ครบถ้วน ต้องมี {names}</translation>
    </message>
    <message>
        <source>Unknown {field} {value}. Choose one of: {names}.</source>
        <translation>ไม่รู้จัก {field} {value} เลือกอย่างใดอย่างหนึ่ง: {names}</translation>
    </message>
    <message>
        <source>Too many {field}. The limit is {limit}.</source>
        <translation>{field} มากเกินไป ขีดจำกัดคือ {limit}</translation>
    </message>
    <message>
        <source>The size must be written as width x height, for example 512x512, not {value}.</source>
        <translation>ขนาดต้องเขียนเป็นความกว้าง x ความสูง เช่น 512x512 ไม่ใช่ {value}</translation>
    </message>
    <message>
        <source>The {field} must be from {least} to {most} pixels, not {value}.</source>
        <translation>{field} ต้องอยู่ระหว่าง {least} ถึง {most} พิกเซล ไม่ใช่ {value}</translation>
    </message>
    <message>
        <source>The {field} must be a multiple of 8. Use {below} or {above} instead of {value}.</source>
        <translation>{field} ต้องหารด้วย 8 ลงตัว ใช้ {below} หรือ {above} แทน {value}</translation>
    </message>
    <message>
        <source>{kind} needs a width and a height in multiples of {step}, not {width} x {height}.</source>
        <translation>{kind} ต้องใช้ความกว้างและความสูงที่หารด้วย {step} ลงตัว ไม่ใช่ {width} x {height}</translation>
    </message>
    <message>
        <source>{width} x {height} is too small for {kind}. Use at least {least} pixels a side.</source>
        <translation>{width} x {height} เล็กเกินไปสำหรับ {kind} ใช้อย่างน้อยด้านละ {least} พิกเซล</translation>
    </message>
    <message>
        <source>{width} x {height} needs an array larger than 4 GiB, which this Mac&apos;s GPU does not support. Largest size that fits: {largest}.</source>
        <translation>{width} x {height} ต้องใช้อาร์เรย์ที่ใหญ่กว่า 4 GiB ซึ่ง GPU ของ Mac เครื่องนี้ไม่รองรับ ขนาดใหญ่สุดที่ใช้ได้: {largest}</translation>
    </message>
    <message>
        <source>{width} x {height} needs about {needed} of memory, and {available} is available. Largest size that fits: {largest}.</source>
        <translation>{width} x {height} ต้องใช้หน่วยความจำราว {needed} แต่มีให้ใช้ {available} ขนาดใหญ่สุดที่ใช้ได้: {largest}</translation>
    </message>
    <message>
        <source>{width} x {height} pixels is too large. A picture can have at most {limit} pixels a side.</source>
        <translation>{width} x {height} พิกเซลใหญ่เกินไป ภาพมีได้สูงสุดด้านละ {limit} พิกเซล</translation>
    </message>
    <message>
        <source>Unknown scheduler {value}. Choose one of: {names}.</source>
        <translation>ไม่รู้จัก Scheduler {value} เลือกอย่างใดอย่างหนึ่ง: {names}</translation>
    </message>
    <message>
        <source>The scheduler {value} supports at most {limit} steps, not {steps}. Use fewer steps or another scheduler.</source>
        <translation>Scheduler {value} รองรับสูงสุด {limit} ขั้นตอน ไม่ใช่ {steps} ใช้ขั้นตอนน้อยลงหรือใช้ Scheduler อื่น</translation>
    </message>
    <message>
        <source>The scheduler {value} does not support eta. These do: {names}.</source>
        <translation>Scheduler {value} ไม่รองรับ eta ตัวที่รองรับ: {names}</translation>
    </message>
    <message>
        <source>The scheduler {value} evaluates the model several times at a step, so no step can reuse an earlier one. Set the {field} to 1, or choose another scheduler.</source>
        <translation>Scheduler {value} เรียกโมเดลหลายครั้งในแต่ละขั้นตอน จึงใช้ผลของขั้นตอนก่อนซ้ำไม่ได้ ตั้ง {field} เป็น 1 หรือเลือก Scheduler อื่น</translation>
    </message>
    <message>
        <source>The {field} ({value}) is greater than the number of steps ({steps}). Use a smaller interval or more steps.</source>
        <translation>{field} ({value}) มากกว่าจำนวนขั้นตอน ({steps}) ใช้ช่วงห่างที่น้อยลงหรือขั้นตอนมากขึ้น</translation>
    </message>
    <message>
        <source>A variation strength needs a variation seed. Add a seed, or remove the strength.</source>
        <translation>ความแรงของการแปรผันต้องมี seed แปรผัน เพิ่ม seed หรือเอาความแรงออก</translation>
    </message>
    <message>
        <source>{model} ({kind}) does not support this setting: {field}. Remove the setting, or choose another model.</source>
        <translation>{model} ({kind}) ไม่รองรับการตั้งค่านี้: {field} เอาการตั้งค่าออก หรือเลือกโมเดลอื่น</translation>
    </message>
    <message>
        <source>With a source image, a mask or a ControlNet, this model does not support this setting: {field}. Remove it.</source>
        <translation>เมื่อใช้ภาพต้นฉบับ มาสก์ หรือ ControlNet โมเดลนี้ไม่รองรับการตั้งค่านี้: {field} ให้เอาออก</translation>
    </message>
    <message>
        <source>The model {model} does not support the scheduler {value}. Choose one of: {names}.</source>
        <translation>โมเดล {model} ไม่รองรับ Scheduler {value} เลือกอย่างใดอย่างหนึ่ง: {names}</translation>
    </message>
    <message>
        <source>The model {model} has no fast mode {value}. Available modes: {names}.</source>
        <translation>โมเดล {model} ไม่มีโหมดเร็ว {value} โหมดที่มีให้ใช้: {names}</translation>
    </message>
    <message>
        <source>This fast mode needs a model or a LoRA that was trained for {mode}.</source>
        <translation>โหมดเร็วนี้ต้องใช้โมเดลหรือ LoRA ที่ฝึกมาสำหรับ {mode}</translation>
    </message>
    <message>
        <source>{model} is a refiner and needs a source image. Add one, or use the refiner on pictures of another model.</source>
        <translation>{model} เป็น Refiner และต้องใช้ภาพต้นฉบับ เพิ่มภาพ หรือใช้ Refiner กับภาพของโมเดลอื่น</translation>
    </message>
    <message>
        <source>{model} has no VAE. Choose a VAE for it, with “--vae” or under “Advanced”.</source>
        <translation>{model} ไม่มี VAE เลือก VAE ให้โมเดลนี้ด้วย “--vae” หรือใน “ขั้นสูง”</translation>
    </message>
    <message>
        <source>{model} is an inpainting model. Add a source image and a mask.</source>
        <translation>{model} เป็นโมเดล inpainting เพิ่มภาพต้นฉบับและมาสก์</translation>
    </message>
    <message>
        <source>{name} is not a refiner for Stable Diffusion XL.</source>
        <translation>{name} ไม่ใช่ Refiner สำหรับ Stable Diffusion XL</translation>
    </message>
    <message>
        <source>A strength needs a source image. Add an image, or remove the strength.</source>
        <translation>ความแรงต้องมีภาพต้นฉบับ เพิ่มภาพ หรือเอาความแรงออก</translation>
    </message>
    <message>
        <source>A source image needs a strength greater than 0 and at most 1.</source>
        <translation>ภาพต้นฉบับต้องมีความแรงมากกว่า 0 และไม่เกิน 1</translation>
    </message>
    <message>
        <source>With {steps} steps, a {field} of {value} runs no step. Increase the {field} or the number of steps.</source>
        <translation>ที่ {steps} ขั้นตอน {field} {value} จะไม่มีขั้นตอนใดทำงาน เพิ่ม {field} หรือจำนวนขั้นตอน</translation>
    </message>
    <message>
        <source>A variation changes the initial noise, which a source image replaces. Remove the variation or the image.</source>
        <translation>การแปรผันเปลี่ยนนอยส์ตั้งต้น ซึ่งภาพต้นฉบับเข้ามาแทนที่ เอาการแปรผันหรือภาพออก</translation>
    </message>
    <message>
        <source>A mask needs a source image. Add an image, or remove the mask.</source>
        <translation>มาสก์ต้องมีภาพต้นฉบับ เพิ่มภาพ หรือเอามาสก์ออก</translation>
    </message>
    <message>
        <source>“Only masked” needs a mask. Add a mask, or turn the option off.</source>
        <translation>“เฉพาะส่วนที่มาสก์” ต้องมีมาสก์ เพิ่มมาสก์ หรือปิดตัวเลือกนี้</translation>
    </message>
    <message>
        <source>The mask has {width} x {height} pixels and its image {wide} x {high}. Use a mask as large as the image.</source>
        <translation>มาสก์มี {width} x {height} พิกเซล แต่ภาพมี {wide} x {high} ใช้มาสก์ที่ใหญ่เท่ากับภาพ</translation>
    </message>
    <message>
        <source>The mask is empty. Paint the area to change.</source>
        <translation>มาสก์ว่างเปล่า ระบายบริเวณที่จะเปลี่ยน</translation>
    </message>
    <message>
        <source>The mask covers the whole image. Remove the mask to change the whole image.</source>
        <translation>มาสก์คลุมทั้งภาพ เอามาสก์ออกหากจะเปลี่ยนทั้งภาพ</translation>
    </message>
    <message>
        <source>{name} is not a mask. A mask is white where the image may change, and black elsewhere.</source>
        <translation>{name} ไม่ใช่มาสก์ มาสก์จะเป็นสีขาวในส่วนที่เปลี่ยนได้ และสีดำในส่วนอื่น</translation>
    </message>
    <message>
        <source>A mask and a refiner cannot be used together. Remove one of them.</source>
        <translation>ใช้มาสก์กับ Refiner พร้อมกันไม่ได้ เอาอย่างใดอย่างหนึ่งออก</translation>
    </message>
    <message>
        <source>A mask and “High resolution” cannot be used together. Remove one of them.</source>
        <translation>ใช้มาสก์กับ “ความละเอียดสูง” พร้อมกันไม่ได้ เอาอย่างใดอย่างหนึ่งออก</translation>
    </message>
    <message>
        <source>Outpainting needs a source image. Add one.</source>
        <translation>การขยายภาพต้องมีภาพต้นฉบับ เพิ่มภาพ</translation>
    </message>
    <message>
        <source>{value} is not an area to add. Write four whole numbers of pixels up to {most}, for left, top, right and bottom.</source>
        <translation>{value} ไม่ใช่พื้นที่ที่จะเพิ่ม เขียนจำนวนพิกเซลเป็นจำนวนเต็มสี่ค่า ไม่เกิน {most} สำหรับซ้าย บน ขวา และล่าง</translation>
    </message>
    <message>
        <source>{model} uses at most {limit} reference images, and there are {count}. Remove the ones that matter least.</source>
        <translation>{model} ใช้ภาพอ้างอิงได้สูงสุด {limit} ภาพ แต่มี {count} ภาพ เอาภาพที่สำคัญน้อยที่สุดออก</translation>
    </message>
    <message>
        <source>With a source image, {model} uses at most {limit} reference images, and there are {count}. Remove the others, or remove the source image.</source>
        <translation>เมื่อใช้ภาพต้นฉบับ {model} ใช้ภาพอ้างอิงได้สูงสุด {limit} ภาพ แต่มี {count} ภาพ เอาภาพที่เกินออก หรือเอาภาพต้นฉบับออก</translation>
    </message>
    <message>
        <source>{kind} changes only the masked part of a source image. Add a mask, or remove the source image.</source>
        <translation>{kind} เปลี่ยนเฉพาะส่วนที่มาสก์ของภาพต้นฉบับ เพิ่มมาสก์ หรือเอาภาพต้นฉบับออก</translation>
    </message>
    <message>
        <source>With a mask, {kind} makes at most {limit} pixels, and {width} x {height} has more. Use a smaller size.</source>
        <translation>เมื่อใช้มาสก์ {kind} สร้างได้สูงสุด {limit} พิกเซล แต่ {width} x {height} มีมากกว่านั้น ใช้ขนาดเล็กลง</translation>
    </message>
    <message>
        <source>{model} uses no images. Choose a model that starts from an image or edits by instruction, then add the image.</source>
        <translation>{model} ไม่ใช้ภาพ เลือกโมเดลที่เริ่มจากภาพหรือแก้ไขตามคำสั่ง แล้วเพิ่มภาพ</translation>
    </message>
    <message>
        <source>{model} edits images. Add a reference image.</source>
        <translation>{model} ใช้แก้ไขภาพ เพิ่มภาพอ้างอิง</translation>
    </message>
    <message>
        <source>Reference image {number} has {width} x {height} pixels. Each side needs at least {least} pixels, and one side can be at most {most} times as long as the other.</source>
        <translation>ภาพอ้างอิง {number} มี {width} x {height} พิกเซล แต่ละด้านต้องมีอย่างน้อย {least} พิกเซล และด้านหนึ่งยาวได้ไม่เกิน {most} เท่าของอีกด้าน</translation>
    </message>
    <message>
        <source>Reference image {number} is no longer in the library. Add it again.</source>
        <translation>ภาพอ้างอิง {number} ไม่อยู่ในคลังภาพแล้ว เพิ่มอีกครั้ง</translation>
    </message>
    <message>
        <source>ControlNet end ({end}) must be greater than its start ({start}).</source>
        <translation>จุดสิ้นสุดของ ControlNet ({end}) ต้องมากกว่าจุดเริ่ม ({start})</translation>
    </message>
    <message>
        <source>Write --controlnet before the --control options that belong to it.</source>
        <translation>เขียน --controlnet ก่อนตัวเลือก --control ที่เป็นของมัน</translation>
    </message>
    <message>
        <source>Unknown control map {value}. Choose one of: {names}.</source>
        <translation>ไม่รู้จักแผนที่ควบคุม {value} เลือกอย่างใดอย่างหนึ่ง: {names}</translation>
    </message>
    <message>
        <source>The ControlNet {name} needs a control image. Add one.</source>
        <translation>ControlNet {name} ต้องมีภาพควบคุม เพิ่มภาพ</translation>
    </message>
    <message>
        <source>A depth map needs a depth model. Choose its folder, or use a finished depth map.</source>
        <translation>แผนที่ความลึกต้องมีโมเดลความลึก เลือกโฟลเดอร์ของโมเดล หรือใช้แผนที่ความลึกสำเร็จ</translation>
    </message>
    <message>
        <source>The depth map could not be created: {why}.</source>
        <translation>สร้างแผนที่ความลึกไม่ได้: {why}</translation>
    </message>
    <message>
        <source>The {field} has {value} characters. The limit is {limit}.</source>
        <translation>{field} มี {value} อักขระ ขีดจำกัดคือ {limit}</translation>
    </message>
    <message>
        <source>Easel cannot change the prompt during the steps: {part}. Choose one of the words, or write \[ for a bracket.</source>
        <translation>Easel เปลี่ยนพรอมต์ระหว่างขั้นตอนไม่ได้: {part} เลือกคำใดคำหนึ่ง หรือเขียน \[ สำหรับวงเล็บ</translation>
    </message>
    <message>
        <source>AND does not combine prompts in Easel. It is read as a word. Write BREAK to separate parts.</source>
        <translation>ใน Easel คำว่า AND ไม่ได้รวมพรอมต์ แต่จะอ่านเป็นคำธรรมดา เขียน BREAK เพื่อแยกส่วน</translation>
    </message>
    <message>
        <source>No {kind} named {name} is installed, so {tag} is left out of the prompt.</source>
        <translation>ไม่ได้ติดตั้ง {kind} ชื่อ {name} จึงตัด {tag} ออกจากพรอมต์</translation>
    </message>
    <message>
        <source>Easel has no hypernetworks, so {tag} is left out of the prompt.</source>
        <translation>Easel ไม่มี hypernetwork จึงตัด {tag} ออกจากพรอมต์</translation>
    </message>
    <message>
        <source>The weight in {tag} is not a number, so the tag is left out of the prompt.</source>
        <translation>น้ำหนักใน {tag} ไม่ใช่ตัวเลข จึงตัดแท็กนี้ออกจากพรอมต์</translation>
    </message>
    <message>
        <source>Of the weights in {tag}, only {weight} is used.</source>
        <translation>ในบรรดาน้ำหนักของ {tag} ใช้เพียง {weight}</translation>
    </message>
    <message>
        <source>The prompt has an unclosed {bracket} at character {place}. Close it, or write \{bracket}.</source>
        <translation>พรอมต์มี {bracket} ที่ไม่ได้ปิดที่อักขระ {place} ปิดวงเล็บ หรือเขียน \{bracket}</translation>
    </message>
    <message>
        <source>There is no wildcard file {name}.txt in {path}.</source>
        <translation>ไม่มีไฟล์ไวลด์การ์ด {name}.txt ใน {path}</translation>
    </message>
    <message>
        <source>The wildcard file {name}.txt has no lines to choose from.</source>
        <translation>ไฟล์ไวลด์การ์ด {name}.txt ไม่มีบรรทัดให้เลือก</translation>
    </message>
    <message>
        <source>The wildcards refer to each other in a loop: there is no end after {limit} levels.</source>
        <translation>ไวลด์การ์ดอ้างถึงกันเป็นวง ไม่สิ้นสุดหลังจาก {limit} ระดับ</translation>
    </message>
    <message>
        <source>The prompt has {value} combinations. At most {limit} pictures can be queued at once.</source>
        <translation>พรอมต์ผสมได้ {value} แบบ เพิ่มลงในคิวได้ครั้งละไม่เกิน {limit} ภาพ</translation>
    </message>
    <message>
        <source>--sheet needs a grid. Add one, for example --grid steps=10,20.</source>
        <translation>--sheet ต้องมีตาราง เพิ่มตาราง เช่น --grid steps=10,20</translation>
    </message>
    <message>
        <source>A grid has one or two axes. Remove the other --grid options.</source>
        <translation>ตารางมีหนึ่งหรือสองแกน เอาตัวเลือก --grid ที่เกินออก</translation>
    </message>
    <message>
        <source>{value} is not a grid axis. Write it as steps=10,20,30.</source>
        <translation>{value} ไม่ใช่แกนของตาราง เขียนเป็น steps=10,20,30</translation>
    </message>
    <message>
        <source>A grid cannot vary {value}. Choose one of: {names}.</source>
        <translation>ตารางเปลี่ยนค่า {value} ไม่ได้ เลือกอย่างใดอย่างหนึ่ง: {names}</translation>
    </message>
    <message>
        <source>Enter 1 to {limit} values for the {field}.</source>
        <translation>ป้อน 1 ถึง {limit} ค่าสำหรับ {field}</translation>
    </message>
    <message>
        <source>The two axes of a grid must vary different fields. Choose another field for one of them.</source>
        <translation>สองแกนของตารางต้องเปลี่ยนค่าคนละช่อง เลือกช่องอื่นให้แกนหนึ่ง</translation>
    </message>
    <message>
        <source>Only one of --matrix, --grid and --count can be used at a time. Remove the others.</source>
        <translation>ใช้ --matrix, --grid และ --count ได้ครั้งละอย่างเดียว เอาตัวเลือกอื่นออก</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>ป้อนชื่อ</translation>
    </message>
    <message>
        <source>The name {name} is already in use. Choose another name.</source>
        <translation>ชื่อ {name} ใช้อยู่แล้ว เลือกชื่ออื่น</translation>
    </message>
    <message>
        <source>There is no preset {name}. Available presets: {names}.</source>
        <translation>ไม่มีพรีเซ็ต {name} พรีเซ็ตที่มีให้ใช้: {names}</translation>
    </message>
    <message>
        <source>{name} is not a styles file. It needs the columns name, prompt and negative_prompt.</source>
        <translation>{name} ไม่ใช่ไฟล์สไตล์ ต้องมีคอลัมน์ name, prompt และ negative_prompt</translation>
    </message>
    <message>
        <source>Line {line} of {path} is not a JSON object.</source>
        <translation>บรรทัด {line} ของ {path} ไม่ใช่ออบเจ็กต์ JSON</translation>
    </message>
    <message>
        <source>Line {line} of {path} has an unknown field {value}.</source>
        <translation>บรรทัด {line} ของ {path} มีช่องที่ไม่รู้จัก {value}</translation>
    </message>
    <message>
        <source>Line {line} of {path} has no prompt.</source>
        <translation>บรรทัด {line} ของ {path} ไม่มีพรอมต์</translation>
    </message>
    <message>
        <source>Line {line} of {path}: {sentence}</source>
        <translation>บรรทัด {line} ของ {path}: {sentence}</translation>
    </message>
    <message>
        <source>{path} is not UTF-8 text.</source>
        <translation>{path} ไม่ใช่ข้อความ UTF-8</translation>
    </message>
    <message>
        <source>Line {line} of {path} is too long for a request.</source>
        <translation>บรรทัด {line} ของ {path} ยาวเกินไปสำหรับคำขอ</translation>
    </message>
    <message>
        <source>{path} is too large for a list of requests. Split it into several files.</source>
        <translation>{path} ใหญ่เกินไปสำหรับรายการคำขอ แบ่งเป็นหลายไฟล์</translation>
    </message>
    <message>
        <source>There is no model yet. Download or add one in the Models window.</source>
        <translation>ยังไม่มีโมเดล ดาวน์โหลดหรือเพิ่มโมเดลในหน้าต่างโมเดล</translation>
    </message>
    <message>
        <source>There is no model {model}. Use one of {known}, or the path of a folder.</source>
        <translation>ไม่มีโมเดล {model} ใช้อย่างใดอย่างหนึ่งใน {known} หรือพาธของโฟลเดอร์</translation>
    </message>
    <message>
        <source>“{name}” is not installed. Add it in the Models window, or use another model.</source>
        <translation>ไม่ได้ติดตั้ง “{name}” เพิ่มในหน้าต่างโมเดล หรือใช้โมเดลอื่น</translation>
    </message>
    <message>
        <source>{model} is not on this disk. Download it ({size_bytes}) in the Models window, or with “macapp models download {id}”.</source>
        <translation>{model} ไม่อยู่ในดิสก์นี้ ดาวน์โหลด ({size_bytes}) ในหน้าต่างโมเดล หรือด้วย “macapp models download {id}”</translation>
    </message>
    <message>
        <source>{model} is not in the list of models. “macapp models list” shows all models.</source>
        <translation>{model} ไม่อยู่ในรายการโมเดล “macapp models list” แสดงโมเดลทั้งหมด</translation>
    </message>
    <message>
        <source>{name} cannot be deleted here: {path} belongs to another program or to Easel itself.</source>
        <translation>ลบ {name} ที่นี่ไม่ได้: {path} เป็นของโปรแกรมอื่นหรือของ Easel เอง</translation>
    </message>
    <message>
        <source>{path} contains no model that Easel can use.</source>
        <translation>{path} ไม่มีโมเดลที่ Easel ใช้ได้</translation>
    </message>
    <message>
        <source>{name} is a model for {use}. Easel only makes pictures.</source>
        <translation>{name} เป็นโมเดลสำหรับ {use} Easel สร้างได้เฉพาะภาพ</translation>
    </message>
    <message>
        <source>{name} is only part of a model: {part}. Add the complete model.</source>
        <translation>{name} เป็นเพียงส่วนหนึ่งของโมเดล: {part} เพิ่มโมเดลที่สมบูรณ์</translation>
    </message>
    <message>
        <source>{name} is of a kind that Easel does not support: {form}.</source>
        <translation>{name} เป็นชนิดที่ Easel ไม่รองรับ: {form}</translation>
    </message>
    <message>
        <source>{name} is not a model that Easel can use.</source>
        <translation>{name} ไม่ใช่โมเดลที่ Easel ใช้ได้</translation>
    </message>
    <message>
        <source>{name} is not a complete checkpoint of Stable Diffusion 1, 2 or XL.</source>
        <translation>{name} ไม่ใช่ checkpoint ที่สมบูรณ์ของ Stable Diffusion 1, 2 หรือ XL</translation>
    </message>
    <message>
        <source>{name} is a {family} model without its {parts}. Download what is missing with “macapp models download {ids}”, or put the files next to it.</source>
        <translation>{name} เป็นโมเดล {family} ที่ไม่มี {parts} ดาวน์โหลดส่วนที่ขาดด้วย “macapp models download {ids}” หรือวางไฟล์ไว้ข้างกัน</translation>
    </message>
    <message>
        <source>{name} is a {family} model without its {parts}. Put the missing files next to it, or in a folder that Easel searches for models.</source>
        <translation>{name} เป็นโมเดล {family} ที่ไม่มี {parts} วางไฟล์ที่ขาดไว้ข้างกัน หรือในโฟลเดอร์ที่ Easel ใช้ค้นหาโมเดล</translation>
    </message>
    <message>
        <source>{name} is not a text encoder or a VAE that Easel knows.</source>
        <translation>{name} ไม่ใช่ตัวเข้ารหัสข้อความหรือ VAE ที่ Easel รู้จัก</translation>
    </message>
    <message>
        <source>{name} is a {what}, which Easel does not support.</source>
        <translation>{name} เป็น {what} ซึ่ง Easel ไม่รองรับ</translation>
    </message>
    <message>
        <source>{name} is damaged: its {part} has missing tensors. Download or copy it again.</source>
        <translation>{name} เสียหาย: {part} มีเทนเซอร์ขาดหาย ดาวน์โหลดหรือคัดลอกอีกครั้ง</translation>
    </message>
    <message>
        <source>{name} has weights in a packed format that Easel does not support. Look for a version in 16 bits, fp8 or GGUF.</source>
        <translation>{name} มีค่าน้ำหนักในรูปแบบอัดที่ Easel ไม่รองรับ หาเวอร์ชัน 16 บิต, fp8 หรือ GGUF</translation>
    </message>
    <message>
        <source>{path} is not a model: it has no model_index.json.</source>
        <translation>{path} ไม่ใช่โมเดล: ไม่มี model_index.json</translation>
    </message>
    <message>
        <source>The model in {path} is a {kind}, which Easel does not support.</source>
        <translation>โมเดลใน {path} เป็น {kind} ซึ่ง Easel ไม่รองรับ</translation>
    </message>
    <message>
        <source>The model in {path} has {channels} channels, like models that {use}. Easel cannot run it. Choose a model that generates pictures from a prompt.</source>
        <translation>โมเดลใน {path} มี {channels} แชนแนล เหมือนโมเดลที่ {use} Easel ใช้งานไม่ได้ เลือกโมเดลที่สร้างภาพจากพรอมต์</translation>
    </message>
    <message>
        <source>{name} has fewer blocks than its model family, like distilled models. Get it as a folder with a model_index.json.</source>
        <translation>{name} มีบล็อกน้อยกว่าตระกูลโมเดลของมัน เหมือนโมเดลแบบ distilled หาแบบที่เป็นโฟลเดอร์ซึ่งมี model_index.json</translation>
    </message>
    <message>
        <source>{name} is a file. A ControlNet is a folder with a config.json and its weights.</source>
        <translation>{name} เป็นไฟล์ ControlNet ต้องเป็นโฟลเดอร์ที่มี config.json และค่าน้ำหนัก</translation>
    </message>
    <message>
        <source>{kind} needs {name} {least} or later, and {version} is installed. Choose a Stable Diffusion model.</source>
        <translation>{kind} ต้องใช้ {name} {least} ขึ้นไป แต่ติดตั้ง {version} อยู่ เลือกโมเดล Stable Diffusion</translation>
    </message>
    <message>
        <source>The installed {name} ({version}) does not support {kind}. Choose a Stable Diffusion model.</source>
        <translation>{name} ({version}) ที่ติดตั้งอยู่ไม่รองรับ {kind} เลือกโมเดล Stable Diffusion</translation>
    </message>
    <message>
        <source>The weights of the model in {path} are packed by {program}, which Easel does not support. Get the model in 16 bits, which Easel packs itself (“Weights”), or as a GGUF file.</source>
        <translation>ค่าน้ำหนักของโมเดลใน {path} อัดด้วย {program} ซึ่ง Easel ไม่รองรับ หาโมเดลแบบ 16 บิตซึ่ง Easel อัดเองได้ (“ค่าน้ำหนัก”) หรือแบบไฟล์ GGUF</translation>
    </message>
    <message>
        <source>The model in {path} is incomplete: {part} is missing or damaged.</source>
        <translation>โมเดลใน {path} ไม่สมบูรณ์: {part} หายไปหรือเสียหาย</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: the weights of its {part} do not match its configuration.</source>
        <translation>โมเดลใน {path} เสียหาย: ค่าน้ำหนักของ {part} ไม่ตรงกับการกำหนดค่า</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: its {part} lacks tensors ({count}), such as {example}. Download it again.</source>
        <translation>โมเดลใน {path} เสียหาย: {part} ขาดเทนเซอร์ ({count}) เช่น {example} ดาวน์โหลดอีกครั้ง</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: its {part} does not match its {other}. Download it again.</source>
        <translation>โมเดลใน {path} เสียหาย: {part} ไม่ตรงกับ {other} ดาวน์โหลดอีกครั้ง</translation>
    </message>
    <message>
        <source>The model in {path} has a link, {part}, that leads out of its folder. Easel does not follow such links.</source>
        <translation>โมเดลใน {path} มีลิงก์ {part} ที่ชี้ออกนอกโฟลเดอร์ Easel ไม่เปิดตามลิงก์แบบนี้</translation>
    </message>
    <message>
        <source>The model in {path} has a part, {part}, of an unknown type. Easel does not load it, because it could be code.</source>
        <translation>โมเดลใน {path} มีส่วน {part} ที่เป็นชนิดไม่รู้จัก Easel ไม่โหลดเพราะอาจเป็นโค้ด</translation>
    </message>
    <message>
        <source>The weights of {model} are damaged: its {part} makes every picture a single colour. Download the model again.</source>
        <translation>ค่าน้ำหนักของ {model} เสียหาย: {part} ทำให้ทุกภาพเป็นสีเดียว ดาวน์โหลดโมเดลอีกครั้ง</translation>
    </message>
    <message>
        <source>The weights of {model} are damaged: its {part} contains invalid numbers. Download the model again.</source>
        <translation>ค่าน้ำหนักของ {model} เสียหาย: {part} มีตัวเลขที่ไม่ถูกต้อง ดาวน์โหลดโมเดลอีกครั้ง</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: {part} does not match its {encoder}, which has {tokens} tokens. Download the model again.</source>
        <translation>โมเดลใน {path} เสียหาย: {part} ไม่ตรงกับ {encoder} ซึ่งมี {tokens} โทเค็น ดาวน์โหลดโมเดลอีกครั้ง</translation>
    </message>
    <message>
        <source>The model {model} could not be loaded: {why}.</source>
        <translation>โหลดโมเดล {model} ไม่ได้: {why}</translation>
    </message>
    <message>
        <source>{name} has no weights that Easel can pack in {format}, so a packed copy would not load faster.</source>
        <translation>{name} ไม่มีค่าน้ำหนักที่ Easel อัดเป็น {format} ได้ สำเนาแบบอัดจึงไม่โหลดเร็วขึ้น</translation>
    </message>
    <message>
        <source>There is no packed copy of {model}. “macapp models list” shows all copies.</source>
        <translation>ไม่มีสำเนาแบบอัดของ {model} “macapp models list” แสดงสำเนาทั้งหมด</translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}.</source>
        <translation>สำเนาแบบอัด {format}, {size_bytes}</translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}, which is not used: the model or Easel has changed. Make it again or delete it.</source>
        <translation>สำเนาแบบอัด {format}, {size_bytes} ไม่ได้ใช้: โมเดลหรือ Easel เปลี่ยนไปแล้ว สร้างใหม่หรือลบทิ้ง</translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}, which is not used: it is damaged. Make it again or delete it.</source>
        <translation>สำเนาแบบอัด {format}, {size_bytes} ไม่ได้ใช้: เสียหาย สร้างใหม่หรือลบทิ้ง</translation>
    </message>
    <message>
        <source>There is no {kind} at {model}.</source>
        <translation>ไม่มี {kind} ที่ {model}</translation>
    </message>
    <message>
        <source>{name} is the wrong type of model. Expected: {kind}.</source>
        <translation>{name} เป็นโมเดลผิดชนิด ต้องเป็น: {kind}</translation>
    </message>
    <message>
        <source>This {kind} was made for another model family than {model}: {name}. Choose one for the same family.</source>
        <translation>{kind} นี้สร้างมาสำหรับตระกูลโมเดลอื่นที่ไม่ใช่ของ {model}: {name} เลือกตัวที่เป็นตระกูลเดียวกัน</translation>
    </message>
    <message>
        <source>{path} must contain exactly one .safetensors file. Choose the {kind} file itself.</source>
        <translation>{path} ต้องมีไฟล์ .safetensors เพียงไฟล์เดียว เลือกไฟล์ {kind} โดยตรง</translation>
    </message>
    <message>
        <source>{name} could run code when it is opened, so Easel does not open it. Look for a .safetensors version, or convert it.</source>
        <translation>{name} อาจเรียกใช้โค้ดเมื่อเปิด Easel จึงไม่เปิด หาเวอร์ชัน .safetensors หรือแปลงไฟล์</translation>
    </message>
    <message>
        <source>{name} is a {form}, which Easel does not support. Look for a plain LoRA version.</source>
        <translation>{name} เป็น {form} ซึ่ง Easel ไม่รองรับ หาเวอร์ชัน LoRA ธรรมดา</translation>
    </message>
    <message>
        <source>{name} is damaged: one of the two halves of a tensor is missing. Download it again.</source>
        <translation>{name} เสียหาย: ครึ่งหนึ่งของเทนเซอร์หายไป ดาวน์โหลดอีกครั้ง</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} ว่างเปล่า</translation>
    </message>
    <message>
        <source>{name} is a Git LFS pointer, not the weights. Download the file itself.</source>
        <translation>{name} เป็นตัวชี้ของ Git LFS ไม่ใช่ค่าน้ำหนัก ดาวน์โหลดไฟล์ตัวจริง</translation>
    </message>
    <message>
        <source>{name} is a web page that was saved in place of the weights. Download the file again.</source>
        <translation>{name} เป็นหน้าเว็บที่บันทึกมาแทนค่าน้ำหนัก ดาวน์โหลดไฟล์อีกครั้ง</translation>
    </message>
    <message>
        <source>{name} is a pickle with another file name. It could run code when it is opened, so Easel does not open it. Look for a .safetensors version.</source>
        <translation>{name} เป็น pickle ที่ใช้ชื่อไฟล์แบบอื่น อาจเรียกใช้โค้ดเมื่อเปิด Easel จึงไม่เปิด หาเวอร์ชัน .safetensors</translation>
    </message>
    <message>
        <source>{name} is a GGUF file with another suffix. Rename it to end in .gguf.</source>
        <translation>{name} เป็นไฟล์ GGUF ที่ใช้นามสกุลอื่น เปลี่ยนชื่อให้ลงท้ายด้วย .gguf</translation>
    </message>
    <message>
        <source>{name} is not a GGUF file, although its name says so. Download it again.</source>
        <translation>{name} ไม่ใช่ไฟล์ GGUF แม้ชื่อจะบอกเช่นนั้น ดาวน์โหลดอีกครั้ง</translation>
    </message>
    <message>
        <source>{name} is in version {version} of GGUF, and Easel reads versions 2 and 3. Look for a file in version 3.</source>
        <translation>{name} เป็น GGUF เวอร์ชัน {version} แต่ Easel อ่านได้เวอร์ชัน 2 และ 3 หาไฟล์เวอร์ชัน 3</translation>
    </message>
    <message>
        <source>{name} is a GGUF for big-endian machines. Look for the usual, little-endian one.</source>
        <translation>{name} เป็น GGUF สำหรับเครื่องแบบ big-endian หาไฟล์แบบ little-endian ที่ใช้ทั่วไป</translation>
    </message>
    <message>
        <source>{name} is a GGUF of a language model or text encoder ({kind}). Easel reads GGUF files of image models.</source>
        <translation>{name} เป็น GGUF ของโมเดลภาษาหรือตัวเข้ารหัสข้อความ ({kind}) Easel อ่านไฟล์ GGUF ของโมเดลภาพ</translation>
    </message>
    <message>
        <source>{name} has weights in {kind}, which Easel does not support. Look for a version in Q8_0, Q6_K, Q5_K, Q4_K, Q5_1, Q5_0, Q4_1, Q4_0, BF16 or F16.</source>
        <translation>{name} มีค่าน้ำหนักแบบ {kind} ซึ่ง Easel ไม่รองรับ หาเวอร์ชัน Q8_0, Q6_K, Q5_K, Q4_K, Q5_1, Q5_0, Q4_1, Q4_0, BF16 หรือ F16</translation>
    </message>
    <message>
        <source>{name} contains text, not weights.</source>
        <translation>{name} มีข้อความ ไม่ใช่ค่าน้ำหนัก</translation>
    </message>
    <message>
        <source>{name} is incomplete. Download or copy it again.</source>
        <translation>{name} ไม่สมบูรณ์ ดาวน์โหลดหรือคัดลอกอีกครั้ง</translation>
    </message>
    <message>
        <source>{name} is damaged: its list of tensors cannot be read. Download or copy it again.</source>
        <translation>{name} เสียหาย: อ่านรายการเทนเซอร์ไม่ได้ ดาวน์โหลดหรือคัดลอกอีกครั้ง</translation>
    </message>
    <message>
        <source>{name} contains no tensors.</source>
        <translation>{name} ไม่มีเทนเซอร์</translation>
    </message>
    <message>
        <source>{name} has weights in {kind}, which need PyTorch {least} or later, and {version} is installed. Look for a version in 16 bits or GGUF.</source>
        <translation>{name} มีค่าน้ำหนักแบบ {kind} ซึ่งต้องใช้ PyTorch {least} ขึ้นไป แต่ติดตั้ง {version} อยู่ หาเวอร์ชัน 16 บิตหรือ GGUF</translation>
    </message>
    <message>
        <source>{name} contains numbers of an unknown type.</source>
        <translation>{name} มีตัวเลขชนิดที่ไม่รู้จัก</translation>
    </message>
    <message>
        <source>{name} is damaged: the shape of a tensor does not match its length. Download or copy it again.</source>
        <translation>{name} เสียหาย: รูปร่างของเทนเซอร์ไม่ตรงกับความยาว ดาวน์โหลดหรือคัดลอกอีกครั้ง</translation>
    </message>
    <message>
        <source>{name} is damaged: its tensors overlap. Download or copy it again.</source>
        <translation>{name} เสียหาย: เทนเซอร์ซ้อนทับกัน ดาวน์โหลดหรือคัดลอกอีกครั้ง</translation>
    </message>
    <message>
        <source>{name} is damaged: there is a gap between its tensors. Download or copy it again.</source>
        <translation>{name} เสียหาย: มีช่องว่างระหว่างเทนเซอร์ ดาวน์โหลดหรือคัดลอกอีกครั้ง</translation>
    </message>
    <message>
        <source>{name} is damaged: there is data after its last tensor. Download or copy it again.</source>
        <translation>{name} เสียหาย: มีข้อมูลต่อท้ายเทนเซอร์สุดท้าย ดาวน์โหลดหรือคัดลอกอีกครั้ง</translation>
    </message>
    <message>
        <source>{value} is not a repository name. Write it as owner/name.</source>
        <translation>{value} ไม่ใช่ชื่อคลังเก็บ เขียนเป็น owner/name</translation>
    </message>
    <message>
        <source>{value} is not a revision of a repository.</source>
        <translation>{value} ไม่ใช่รุ่นแก้ไขของคลังเก็บ</translation>
    </message>
    <message>
        <source>{repository} has no .safetensors weights. Look for a copy that does.</source>
        <translation>{repository} ไม่มีค่าน้ำหนัก .safetensors หาสำเนาที่มี</translation>
    </message>
    <message>
        <source>This is not a hub token. Copy the whole token from your settings on the hub.</source>
        <translation>นี่ไม่ใช่โทเค็นของฮับ คัดลอกโทเค็นทั้งหมดจากการตั้งค่าของคุณในฮับ</translation>
    </message>
    <message>
        <source>This machine has no keychain to store secrets in, so the token is not saved.</source>
        <translation>เครื่องนี้ไม่มีพวงกุญแจสำหรับเก็บความลับ จึงไม่ได้บันทึกโทเค็น</translation>
    </message>
    <message>
        <source>{repository} does not exist, or you must sign in to see it. Check the name, or sign in.</source>
        <translation>ไม่มี {repository} หรือคุณต้องลงชื่อเข้าใช้เพื่อดู ตรวจสอบชื่อ หรือลงชื่อเข้าใช้</translation>
    </message>
    <message>
        <source>{repository} requires you to accept its licence. Open its page on the hub, accept the licence, and try again.</source>
        <translation>{repository} กำหนดให้คุณยอมรับสัญญาอนุญาต เปิดหน้าของคลังเก็บในฮับ ยอมรับสัญญาอนุญาต แล้วลองอีกครั้ง</translation>
    </message>
    <message>
        <source>There is no repository {repository} on the hub.</source>
        <translation>ไม่มีคลังเก็บ {repository} ในฮับ</translation>
    </message>
    <message>
        <source>{repository} has no revision {value}.</source>
        <translation>{repository} ไม่มีรุ่นแก้ไข {value}</translation>
    </message>
    <message>
        <source>The hub has received too many requests. Try again in a few minutes.</source>
        <translation>ฮับได้รับคำขอมากเกินไป ลองอีกครั้งในอีกไม่กี่นาที</translation>
    </message>
    <message>
        <source>The hub has a problem ({status}). Try again later.</source>
        <translation>ฮับมีปัญหา ({status}) ลองอีกครั้งภายหลัง</translation>
    </message>
    <message>
        <source>The answer did not come from the hub. Sign in to this network first, then try again.</source>
        <translation>คำตอบไม่ได้มาจากฮับ ลงชื่อเข้าใช้เครือข่ายนี้ก่อน แล้วลองอีกครั้ง</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate could not be verified. Check the clock and the proxy settings of this machine.</source>
        <translation>ยืนยันใบรับรองของฮับไม่ได้ ตรวจสอบนาฬิกาและการตั้งค่าพร็อกซีของเครื่องนี้</translation>
    </message>
    <message>
        <source>The hub&apos;s address was not found. Check that this machine is online.</source>
        <translation>ไม่พบที่อยู่ของฮับ ตรวจสอบว่าเครื่องนี้ออนไลน์อยู่</translation>
    </message>
    <message>
        <source>The hub cannot be reached. Check that this machine is online.</source>
        <translation>ติดต่อฮับไม่ได้ ตรวจสอบว่าเครื่องนี้ออนไลน์อยู่</translation>
    </message>
    <message>
        <source>{name} in {repository} is not the file that Easel expects, so it is not downloaded.</source>
        <translation>{name} ใน {repository} ไม่ใช่ไฟล์ที่ Easel คาดไว้ จึงไม่ดาวน์โหลด</translation>
    </message>
    <message>
        <source>This process downloads nothing. Use “macapp models download”.</source>
        <translation>โปรเซสนี้ไม่ดาวน์โหลดสิ่งใด ใช้ “macapp models download”</translation>
    </message>
    <message>
        <source>The connection was lost while downloading {name}. Try again to continue where it stopped.</source>
        <translation>การเชื่อมต่อขาดหายขณะดาวน์โหลด {name} ลองอีกครั้งเพื่อทำต่อจากจุดที่หยุด</translation>
    </message>
    <message>
        <source>{name} does not match the hub&apos;s description and was deleted. Try again.</source>
        <translation>{name} ไม่ตรงกับคำอธิบายของฮับและถูกลบแล้ว ลองอีกครั้ง</translation>
    </message>
    <message>
        <source>There is no picture with the id {id}.</source>
        <translation>ไม่มีภาพที่มี id {id}</translation>
    </message>
    <message>
        <source>{name} is not a picture that Easel can open. It looks like {looks}.</source>
        <translation>{name} ไม่ใช่ภาพที่ Easel เปิดได้ ดูเหมือนเป็น {looks}</translation>
    </message>
    <message>
        <source>{name} is a {format} picture, which Easel cannot open. Convert it to PNG or JPEG first, for example with Preview.</source>
        <translation>{name} เป็นภาพ {format} ซึ่ง Easel เปิดไม่ได้ แปลงเป็น PNG หรือ JPEG ก่อน เช่น ด้วยแอปแสดงตัวอย่าง</translation>
    </message>
    <message>
        <source>{name} is damaged: the picture is incomplete.</source>
        <translation>{name} เสียหาย: ภาพไม่สมบูรณ์</translation>
    </message>
    <message>
        <source>{name} has {width} x {height} pixels. The limit is {limit} megapixels.</source>
        <translation>{name} มี {width} x {height} พิกเซล ขีดจำกัดคือ {limit} เมกะพิกเซล</translation>
    </message>
    <message>
        <source>{name} has {width} x {height} pixels, which is too narrow to use.</source>
        <translation>{name} มี {width} x {height} พิกเซล ซึ่งแคบเกินกว่าจะใช้ได้</translation>
    </message>
    <message>
        <source>{name} is {size_bytes} large. The limit is {limit_bytes}.</source>
        <translation>{name} มีขนาด {size_bytes} ขีดจำกัดคือ {limit_bytes}</translation>
    </message>
    <message>
        <source>{name} contains too much data besides the picture, such as text and profiles. The limit is {limit_bytes}, in a few parts.</source>
        <translation>{name} มีข้อมูลอื่นนอกจากภาพมากเกินไป เช่น ข้อความและโปรไฟล์ ขีดจำกัดคือ {limit_bytes} ในไม่กี่ส่วน</translation>
    </message>
    <message>
        <source>Damaged pictures are not in the gallery: {names} ({count} in total). Nothing was deleted.</source>
        <translation>ภาพที่เสียหายไม่อยู่ในแกลเลอรี: {names} (รวม {count}) ไม่มีสิ่งใดถูกลบ</translation>
    </message>
    <message>
        <source>The source image is no longer in the library. Add it again.</source>
        <translation>ภาพต้นฉบับไม่อยู่ในคลังภาพแล้ว เพิ่มอีกครั้ง</translation>
    </message>
    <message>
        <source>The finished picture could not be saved ({kind}: {text}). Easel keeps it and tries again, and the queue waits.</source>
        <translation>บันทึกภาพที่เสร็จแล้วไม่ได้ ({kind}: {text}) Easel เก็บภาพไว้และจะลองอีกครั้ง ระหว่างนี้คิวจะรอ</translation>
    </message>
    <message>
        <source>{name} no longer has the size in its settings, so it cannot be compared.</source>
        <translation>{name} ไม่ได้มีขนาดตามการตั้งค่าแล้ว จึงเปรียบเทียบไม่ได้</translation>
    </message>
    <message>
        <source>{name} was made by {source}, and its file lacks some settings that are needed to make it again.</source>
        <translation>{name} สร้างโดย {source} และไฟล์ขาดการตั้งค่าบางอย่างที่จำเป็นต่อการสร้างอีกครั้ง</translation>
    </message>
    <message>
        <source>The whole picture has one colour. The model or the GPU may have failed.</source>
        <translation>ทั้งภาพเป็นสีเดียว โมเดลหรือ GPU อาจทำงานผิดพลาด</translation>
    </message>
    <message>
        <source>{name} has tensors that {model} does not use: {count} of {total}, such as {example}.</source>
        <translation>{name} มีเทนเซอร์ที่ {model} ไม่ใช้: {count} จาก {total} เช่น {example}</translation>
    </message>
    <message>
        <source>{name} has several frames. The first one is used.</source>
        <translation>{name} มีหลายเฟรม จะใช้เฟรมแรก</translation>
    </message>
    <message>
        <source>{name} has transparency; it was placed on a white background.</source>
        <translation>{name} มีส่วนโปร่งใส จึงวางบนพื้นหลังสีขาว</translation>
    </message>
    <message>
        <source>The queue is paused: Easel ended unexpectedly while it made “{prompt}”. Add --resume to continue.</source>
        <translation>คิวหยุดพักอยู่: Easel ปิดโดยไม่คาดคิดระหว่างสร้าง “{prompt}” เพิ่ม --resume เพื่อทำต่อ</translation>
    </message>
    <message>
        <source>No picture was made: no job is waiting, and some are on hold ({count}). Retry or remove them in the window.</source>
        <translation>ไม่ได้สร้างภาพ: ไม่มีงานรออยู่ และมีงานที่พักไว้ ({count}) ลองอีกครั้งหรือเอาออกในหน้าต่าง</translation>
    </message>
    <message>
        <source>The queue is paused. Add --resume to continue.</source>
        <translation>คิวหยุดพักอยู่ เพิ่ม --resume เพื่อทำต่อ</translation>
    </message>
    <message>
        <source>Easel ended unexpectedly {times} times while it made this picture. The job is on hold until you retry it.</source>
        <translation>Easel ปิดโดยไม่คาดคิด {times} ครั้งระหว่างสร้างภาพนี้ งานนี้พักไว้จนกว่าคุณจะลองอีกครั้ง</translation>
    </message>
    <message>
        <source>Easel ended unexpectedly {times} times while it loaded this model. Retry, or use another model.</source>
        <translation>Easel ปิดโดยไม่คาดคิด {times} ครั้งระหว่างโหลดโมเดลนี้ ลองอีกครั้ง หรือใช้โมเดลอื่น</translation>
    </message>
    <message>
        <source>Another Easel is already working on this library&apos;s queue.</source>
        <translation>Easel อีกตัวกำลังทำงานกับคิวของคลังภาพนี้อยู่</translation>
    </message>
    <message>
        <source>The library&apos;s index at {path} is damaged. Your pictures are not. Restore a backup or rebuild the index.</source>
        <translation>ดัชนีของคลังภาพที่ {path} เสียหาย แต่ภาพของคุณไม่เสียหาย กู้คืนข้อมูลสำรองหรือสร้างดัชนีใหม่</translation>
    </message>
    <message>
        <source>A check found damage in the index of your pictures. The pictures are not affected. Quit Easel and open it again to repair the index.</source>
        <translation>การตรวจสอบพบความเสียหายในดัชนีภาพของคุณ แต่ไม่มีผลต่อภาพ ออกจาก Easel แล้วเปิดอีกครั้งเพื่อซ่อมดัชนี</translation>
    </message>
    <message>
        <source>The library&apos;s index was made by a newer Easel (version {version}). Update this one.</source>
        <translation>ดัชนีของคลังภาพสร้างโดย Easel ที่ใหม่กว่า (เวอร์ชัน {version}) อัปเดตตัวนี้</translation>
    </message>
    <message>
        <source>Another program is using the library&apos;s index. Try again in a moment.</source>
        <translation>โปรแกรมอื่นกำลังใช้ดัชนีของคลังภาพ ลองอีกครั้งในอีกสักครู่</translation>
    </message>
    <message>
        <source>The index at {path}, or a file next to it, belongs to another library. Restore a backup or rebuild the index.</source>
        <translation>ดัชนีที่ {path} หรือไฟล์ข้างๆ เป็นของคลังภาพอื่น กู้คืนข้อมูลสำรองหรือสร้างดัชนีใหม่</translation>
    </message>
    <message>
        <source>The library&apos;s index at {path} is empty, which is never the normal state. Restore a backup or rebuild the index.</source>
        <translation>ดัชนีของคลังภาพที่ {path} ว่างเปล่า ซึ่งไม่ใช่สถานะปกติ กู้คืนข้อมูลสำรองหรือสร้างดัชนีใหม่</translation>
    </message>
    <message>
        <source>The pictures folder {path} is not connected. Connect its disk, or run “macapp rebuild” to start with the pictures that are there.</source>
        <translation>โฟลเดอร์ภาพ {path} ไม่ได้เชื่อมต่อ เชื่อมต่อดิสก์ หรือเรียกใช้ “macapp rebuild” เพื่อเริ่มด้วยภาพที่มีอยู่</translation>
    </message>
    <message>
        <source>The pictures folder {path} is not connected, so the queue waits. Connect its disk to continue.</source>
        <translation>โฟลเดอร์ภาพ {path} ไม่ได้เชื่อมต่อ คิวจึงรออยู่ เชื่อมต่อดิสก์เพื่อทำต่อ</translation>
    </message>
    <message>
        <source>There is no backup of the index yet.</source>
        <translation>ยังไม่มีข้อมูลสำรองของดัชนี</translation>
    </message>
    <message>
        <source>{name} is not a complete backup of an index. “macapp restore --list” shows the backups.</source>
        <translation>{name} ไม่ใช่ข้อมูลสำรองของดัชนีที่สมบูรณ์ “macapp restore --list” แสดงข้อมูลสำรอง</translation>
    </message>
    <message>
        <source>The index is damaged, so no backup was made. Run “macapp rebuild”.</source>
        <translation>ดัชนีเสียหาย จึงไม่ได้สำรองข้อมูล เรียกใช้ “macapp rebuild”</translation>
    </message>
    <message>
        <source>{name} could not be moved to the Trash. It stays where it is.</source>
        <translation>ย้าย {name} ไปถังขยะไม่ได้ ไฟล์ยังอยู่ที่เดิม</translation>
    </message>
    <message>
        <source>{name} is in the Trash, which Easel may not read. Choose Put Back in the Finder. The gallery shows the picture again when Easel next starts.</source>
        <translation>{name} อยู่ในถังขยะ ซึ่ง Easel อ่านไม่ได้ เลือก ใส่กลับที่เดิม ใน Finder แกลเลอรีจะแสดงภาพอีกครั้งเมื่อเปิด Easel ครั้งถัดไป</translation>
    </message>
    <message>
        <source>{path} belongs to the library itself. Its pictures are already in the gallery.</source>
        <translation>{path} เป็นของคลังภาพเอง ภาพในนั้นอยู่ในแกลเลอรีอยู่แล้ว</translation>
    </message>
    <message>
        <source>{path} is empty now. Pictures of it in the gallery: {count}. Connect its disk, or hide them with --hide-missing if they are really gone.</source>
        <translation>ตอนนี้ {path} ว่างเปล่า ภาพจากที่นี่ในแกลเลอรี: {count} เชื่อมต่อดิสก์ หรือซ่อนภาพด้วย --hide-missing หากไม่มีแล้วจริงๆ</translation>
    </message>
    <message>
        <source>The name of {name} is not Unicode, so it cannot be stored. Rename the file.</source>
        <translation>ชื่อของ {name} ไม่ใช่ Unicode จึงจัดเก็บไม่ได้ เปลี่ยนชื่อไฟล์</translation>
    </message>
    <message>
        <source>{name} could not be read ({kind}) and was skipped. The log has the details.</source>
        <translation>อ่าน {name} ไม่ได้ ({kind}) จึงข้ามไป ดูรายละเอียดในบันทึกการทำงาน</translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation>{name}: {why}</translation>
    </message>
    <message>
        <source>Unknown format {value}. Choose one of: {names}.</source>
        <translation>ไม่รู้จักรูปแบบ {value} เลือกอย่างใดอย่างหนึ่ง: {names}</translation>
    </message>
    <message>
        <source>{value} is not a valid pattern for file names. Between braces, use one of: {names}.</source>
        <translation>{value} ไม่ใช่แบบชื่อไฟล์ที่ถูกต้อง ในวงเล็บปีกกาให้ใช้อย่างใดอย่างหนึ่ง: {names}</translation>
    </message>
    <message>
        <source>A contact sheet shows 1 to {limit} pictures, not {value}.</source>
        <translation>แผ่นรวมภาพแสดงได้ 1 ถึง {limit} ภาพ ไม่ใช่ {value}</translation>
    </message>
    <message>
        <source>This picture has {width} x {height} pixels, and WebP supports at most {limit} a side. Choose PNG or JPEG.</source>
        <translation>ภาพนี้มี {width} x {height} พิกเซล แต่ WebP รองรับสูงสุดด้านละ {limit} เลือก PNG หรือ JPEG</translation>
    </message>
    <message>
        <source>The prompt could not be removed from the picture, so nothing was written.</source>
        <translation>เอาพรอมต์ออกจากภาพไม่ได้ จึงไม่ได้เขียนไฟล์ใด</translation>
    </message>
    <message>
        <source>{path} is neither a folder nor the name of a PNG file.</source>
        <translation>{path} ไม่ใช่ทั้งโฟลเดอร์และชื่อไฟล์ PNG</translation>
    </message>
    <message>
        <source>Cannot search for {field}:{value}. After {field}:, write a number, &gt;30, or 20..40.</source>
        <translation>ค้นหา {field}:{value} ไม่ได้ หลัง {field}: ให้เขียนตัวเลข, &gt;30 หรือ 20..40</translation>
    </message>
    <message>
        <source>Cannot search for {field}:{value}. After {field}:, write one of: {names}.</source>
        <translation>ค้นหา {field}:{value} ไม่ได้ หลัง {field}: ให้เขียนอย่างใดอย่างหนึ่ง: {names}</translation>
    </message>
    <message>
        <source>{field}:{value} is not a date. Write 2026-11-20, 2026-11, 2026, today or yesterday.</source>
        <translation>{field}:{value} ไม่ใช่วันที่ เขียน 2026-11-20, 2026-11, 2026, today หรือ yesterday</translation>
    </message>
    <message>
        <source>A newer Easel made this job, and this version does not understand all of it. Update Easel to run it.</source>
        <translation>Easel ที่ใหม่กว่าสร้างงานนี้ และเวอร์ชันนี้ไม่เข้าใจทั้งหมด อัปเดต Easel เพื่อทำงานนี้</translation>
    </message>
    <message>
        <source>A newer Easel saved the reason in a form that this version cannot read. Update Easel to read it.</source>
        <translation>Easel ที่ใหม่กว่าบันทึกเหตุผลในแบบที่เวอร์ชันนี้อ่านไม่ได้ อัปเดต Easel เพื่ออ่าน</translation>
    </message>
    <message>
        <source>A newer Easel gave a reason that this version does not know ({code}). Update Easel to read it.</source>
        <translation>Easel ที่ใหม่กว่าให้เหตุผลที่เวอร์ชันนี้ไม่รู้จัก ({code}) อัปเดต Easel เพื่ออ่าน</translation>
    </message>
    <message>
        <source>A newer Easel made {name} with settings that this version does not know. Update Easel to repeat it.</source>
        <translation>Easel ที่ใหม่กว่าสร้าง {name} ด้วยการตั้งค่าที่เวอร์ชันนี้ไม่รู้จัก อัปเดต Easel เพื่อสร้างซ้ำ</translation>
    </message>
    <message>
        <source>A newer Easel saved {name}, and this version does not understand all of it. Choose another name.</source>
        <translation>Easel ที่ใหม่กว่าบันทึก {name} และเวอร์ชันนี้ไม่เข้าใจทั้งหมด เลือกชื่ออื่น</translation>
    </message>
    <message>
        <source>There is no file at {path}.</source>
        <translation>ไม่มีไฟล์ที่ {path}</translation>
    </message>
    <message>
        <source>{path} is {looks}, not a file. Choose a file.</source>
        <translation>{path} เป็น {looks} ไม่ใช่ไฟล์ เลือกไฟล์</translation>
    </message>
    <message>
        <source>{path} is larger than {limit_bytes}, the limit for such a file. Choose a smaller file.</source>
        <translation>{path} ใหญ่กว่า {limit_bytes} ซึ่งเป็นขีดจำกัดของไฟล์แบบนี้ เลือกไฟล์ที่เล็กลง</translation>
    </message>
    <message>
        <source>{path} is not a folder.</source>
        <translation>{path} ไม่ใช่โฟลเดอร์</translation>
    </message>
    <message>
        <source>{path} does not exist. Check whether it was moved or renamed.</source>
        <translation>ไม่มี {path} ตรวจสอบว่าถูกย้ายหรือเปลี่ยนชื่อหรือไม่</translation>
    </message>
    <message>
        <source>{path} cannot be used: there is a file where a folder is needed, or the other way round.</source>
        <translation>ใช้ {path} ไม่ได้: มีไฟล์ในที่ที่ต้องเป็นโฟลเดอร์ หรือกลับกัน</translation>
    </message>
    <message>
        <source>{path} is a folder. Choose a file.</source>
        <translation>{path} เป็นโฟลเดอร์ เลือกไฟล์</translation>
    </message>
    <message>
        <source>The name {path} is too long for this disk. Choose a shorter one.</source>
        <translation>ชื่อ {path} ยาวเกินไปสำหรับดิสก์นี้ เลือกชื่อที่สั้นลง</translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself. Choose the file itself.</source>
        <translation>{path} เป็นลิงก์ที่ชี้กลับมาหาตัวเอง เลือกไฟล์โดยตรง</translation>
    </message>
    <message>
        <source>{value} is not Unicode, so it cannot be stored. Rename or rewrite it.</source>
        <translation>{value} ไม่ใช่ Unicode จึงจัดเก็บไม่ได้ เปลี่ยนชื่อหรือเขียนใหม่</translation>
    </message>
    <message>
        <source>The disk has only {free} of free space, and {needed} is needed. Free some space to continue.</source>
        <translation>ดิสก์มีพื้นที่ว่างเพียง {free} แต่ต้องใช้ {needed} เพิ่มพื้นที่ว่างเพื่อทำต่อ</translation>
    </message>
    <message>
        <source>The disk is full. Free some space, then try again.</source>
        <translation>ดิสก์เต็ม เพิ่มพื้นที่ว่าง แล้วลองอีกครั้ง</translation>
    </message>
    <message>
        <source>The disk does not respond or is not connected. Connect it, then try again.</source>
        <translation>ดิสก์ไม่ตอบสนองหรือไม่ได้เชื่อมต่อ เชื่อมต่อดิสก์ แล้วลองอีกครั้ง</translation>
    </message>
    <message>
        <source>The file is too large for this disk. Choose another folder.</source>
        <translation>ไฟล์ใหญ่เกินไปสำหรับดิสก์นี้ เลือกโฟลเดอร์อื่น</translation>
    </message>
    <message>
        <source>The disk is read-only. Choose another folder.</source>
        <translation>ดิสก์อ่านได้อย่างเดียว เลือกโฟลเดอร์อื่น</translation>
    </message>
    <message>
        <source>Easel has no permission to use {path}. Choose another location, or allow access.</source>
        <translation>Easel ไม่มีสิทธิ์ใช้ {path} เลือกตำแหน่งอื่น หรืออนุญาตการเข้าถึง</translation>
    </message>
    <message>
        <source>The disk reported an error. Check the disk before you continue.</source>
        <translation>ดิสก์แจ้งข้อผิดพลาด ตรวจสอบดิสก์ก่อนทำต่อ</translation>
    </message>
    <message>
        <source>Too many files are open on this machine. Close other programs, then try again.</source>
        <translation>มีไฟล์เปิดอยู่ในเครื่องนี้มากเกินไป ปิดโปรแกรมอื่น แล้วลองอีกครั้ง</translation>
    </message>
    <message>
        <source>The system reported an error ({name}: {why}). Try again. If it happens again, check the disk.</source>
        <translation>ระบบแจ้งข้อผิดพลาด ({name}: {why}) ลองอีกครั้ง หากเกิดขึ้นอีกให้ตรวจสอบดิสก์</translation>
    </message>
    <message>
        <source>The results could not be printed: {why}.</source>
        <translation>พิมพ์ผลลัพธ์ไม่ได้: {why}</translation>
    </message>
    <message>
        <source>Memory is low, so Easel unloaded the model. The next picture loads it again.</source>
        <translation>หน่วยความจำเหลือน้อย Easel จึงเอาโมเดลออกจากหน่วยความจำ ภาพถัดไปจะโหลดใหม่</translation>
    </message>
    <message>
        <source>Memory is low, so Easel makes the next pictures with less memory and a little more slowly.</source>
        <translation>หน่วยความจำเหลือน้อย Easel จึงสร้างภาพถัดไปโดยใช้หน่วยความจำน้อยลงและช้าลงเล็กน้อย</translation>
    </message>
    <message>
        <source>macOS stopped the picture on the GPU. This happens when the screen waits too long for its turn, or when the Mac sleeps. Try again with a smaller size, or with the display asleep.</source>
        <translation>macOS หยุดการสร้างภาพบน GPU ซึ่งเกิดขึ้นเมื่อหน้าจอรอนานเกินไปหรือเมื่อ Mac พักเครื่อง ลองอีกครั้งด้วยขนาดเล็กลง หรือขณะจอภาพพักอยู่</translation>
    </message>
    <message>
        <source>There was not enough memory. Choose a smaller size, or close other programs.</source>
        <translation>หน่วยความจำไม่พอ เลือกขนาดเล็กลง หรือปิดโปรแกรมอื่น</translation>
    </message>
    <message>
        <source>There was not enough memory for {width} x {height}, which needs about {needed} of the {available} that is available. Choose a smaller size, or close other programs.</source>
        <translation>หน่วยความจำไม่พอสำหรับ {width} x {height} ซึ่งต้องใช้ราว {needed} จาก {available} ที่มีให้ใช้ เลือกขนาดเล็กลง หรือปิดโปรแกรมอื่น</translation>
    </message>
    <message>
        <source>There is not enough memory to load PyTorch, which makes the pictures. Close other programs, and start Easel again.</source>
        <translation>หน่วยความจำไม่พอที่จะโหลด PyTorch ซึ่งใช้สร้างภาพ ปิดโปรแกรมอื่น แล้วเปิด Easel อีกครั้ง</translation>
    </message>
    <message>
        <source>The model returned invalid numbers instead of a picture. Try another seed or less guidance.</source>
        <translation>โมเดลให้ตัวเลขที่ไม่ถูกต้องแทนภาพ ลอง seed อื่นหรือลด Guidance</translation>
    </message>
    <message>
        <source>PyTorch cannot use {device} on this machine.</source>
        <translation>PyTorch ใช้ {device} ในเครื่องนี้ไม่ได้</translation>
    </message>
    <message>
        <source>Easel needs the library {name}, which could not be loaded: {why}.</source>
        <translation>Easel ต้องใช้ไลบรารี {name} ซึ่งโหลดไม่ได้: {why}</translation>
    </message>
    <message>
        <source>This needs the library {name}, which is not installed.</source>
        <translation>ต้องใช้ไลบรารี {name} ซึ่งไม่ได้ติดตั้ง</translation>
    </message>
    <message>
        <source>{value} is not a property of a machine. Write one of {names}, for example ram=16GB.</source>
        <translation>{value} ไม่ใช่คุณสมบัติของเครื่อง เขียนอย่างใดอย่างหนึ่งใน {names} เช่น ram=16GB</translation>
    </message>
    <message>
        <source>{value} is not a value for {field}. Write it as {field}={example}.</source>
        <translation>{value} ไม่ใช่ค่าสำหรับ {field} เขียนเป็น {field}={example}</translation>
    </message>
    <message>
        <source>PyTorch {torch} is known for noise and slow pictures on Apple&apos;s GPU. Use 2.6 or later.</source>
        <translation>PyTorch {torch} มีปัญหานอยส์และภาพช้าบน GPU ของ Apple ใช้ 2.6 ขึ้นไป</translation>
    </message>
    <message>
        <source>PyTorch {torch} is known for wrong noise levels on macOS {macos}. Use 2.3 or later.</source>
        <translation>PyTorch {torch} มีปัญหาระดับนอยส์ผิดบน macOS {macos} ใช้ 2.3 ขึ้นไป</translation>
    </message>
    <message>
        <source>PyTorch {torch} is known to spoil pictures on macOS {macos}. Use 2.13 or later.</source>
        <translation>PyTorch {torch} มีปัญหาทำให้ภาพเสียบน macOS {macos} ใช้ 2.13 ขึ้นไป</translation>
    </message>
    <message>
        <source>macOS {macos} is known for wrong results of large products on Apple&apos;s GPU. Update macOS.</source>
        <translation>macOS {macos} มีปัญหาคำนวณผลคูณขนาดใหญ่ผิดบน GPU ของ Apple อัปเดต macOS</translation>
    </message>
    <message>
        <source>Easel runs under Rosetta as a program for {arch}, so it cannot use Apple&apos;s GPU. Turn off “Open using Rosetta” in its Get Info window, or use a Python for Apple silicon (arm64).</source>
        <translation>Easel ทำงานผ่าน Rosetta เป็นโปรแกรมสำหรับ {arch} จึงใช้ GPU ของ Apple ไม่ได้ ปิด “เปิดโดยใช้ Rosetta” ในหน้าต่างรับข้อมูล หรือใช้ Python สำหรับ Apple silicon (arm64)</translation>
    </message>
    <message>
        <source>This Mac has no Apple silicon ({arch}). Its processor makes the pictures, which takes minutes for each.</source>
        <translation>Mac เครื่องนี้ไม่มี Apple silicon ({arch}) จึงใช้โปรเซสเซอร์สร้างภาพ ซึ่งใช้เวลาภาพละหลายนาที</translation>
    </message>
    <message>
        <source>PyTorch {torch} needs macOS {least} for Apple&apos;s GPU, and this is {macos}. Update macOS, or install the package set for this version. Until then, the processor makes the pictures, slowly.</source>
        <translation>PyTorch {torch} ต้องใช้ macOS {least} สำหรับ GPU ของ Apple แต่เครื่องนี้เป็น {macos} อัปเดต macOS หรือติดตั้งชุดแพ็คเกจสำหรับเวอร์ชันนี้ ระหว่างนี้จะใช้โปรเซสเซอร์สร้างภาพซึ่งช้า</translation>
    </message>
    <message>
        <source>Apple&apos;s GPU needs macOS 12.6 or later, and this is {macos}.</source>
        <translation>GPU ของ Apple ต้องใช้ macOS 12.6 ขึ้นไป แต่เครื่องนี้เป็น {macos}</translation>
    </message>
    <message>
        <source>macOS 13 or later is recommended, and this is {macos}.</source>
        <translation>แนะนำ macOS 13 ขึ้นไป แต่เครื่องนี้เป็น {macos}</translation>
    </message>
    <message>
        <source>Apple&apos;s GPU needs PyTorch 1.13 or later, and this is {torch}.</source>
        <translation>GPU ของ Apple ต้องใช้ PyTorch 1.13 ขึ้นไป แต่ตัวนี้เป็น {torch}</translation>
    </message>
    <message>
        <source>PyTorch 2.0 or later is recommended, and this is {torch}.</source>
        <translation>แนะนำ PyTorch 2.0 ขึ้นไป แต่ตัวนี้เป็น {torch}</translation>
    </message>
    <message>
        <source>Canceled.</source>
        <translation>ยกเลิกแล้ว</translation>
    </message>
    <message>
        <source>Something went wrong inside Easel ({kind}: {text}). The log has the details.</source>
        <translation>เกิดข้อผิดพลาดภายใน Easel ({kind}: {text}) ดูรายละเอียดในบันทึกการทำงาน</translation>
    </message>
    <message>
        <source>{message}</source>
        <translation>{message}</translation>
    </message>
    <message>
        <source>Easel is already open with this library, but its window does not respond. Quit that Easel first.</source>
        <translation>Easel เปิดคลังภาพนี้อยู่แล้ว แต่หน้าต่างไม่ตอบสนอง ออกจาก Easel ตัวนั้นก่อน</translation>
    </message>
    <message>
        <source>Easel could not restart by itself. Quit it and open it again. The picture waits in the queue.</source>
        <translation>Easel เริ่มใหม่เองไม่ได้ ออกแล้วเปิดอีกครั้ง ภาพจะรออยู่ในคิว</translation>
    </message>
    <message>
        <source>This copy of Easel is incomplete: its {part} is missing or damaged. Replace it with a new copy.</source>
        <translation>Easel ชุดนี้ไม่สมบูรณ์: {part} หายไปหรือเสียหาย แทนที่ด้วยชุดใหม่</translation>
    </message>
    <message>
        <source>macOS runs Easel from a hidden copy, because Easel was not moved after the download. Quit Easel, drag it into Applications, and open it there.</source>
        <translation>macOS เรียกใช้ Easel จากสำเนาที่ซ่อนอยู่ เพราะไม่ได้ย้าย Easel หลังดาวน์โหลด ออกจาก Easel ลากไปไว้ในแอปพลิเคชัน แล้วเปิดจากที่นั่น</translation>
    </message>
    <message>
        <source>Easel runs from the disk image {name} and ends when the image is ejected. Drag Easel into Applications, and open it there.</source>
        <translation>Easel ทำงานจากดิสก์อิมเมจ {name} และจะปิดเมื่อดิสก์อิมเมจถูกเอาออก ลาก Easel ไปไว้ในแอปพลิเคชัน แล้วเปิดจากที่นั่น</translation>
    </message>
    <message>
        <source>Easel is in {path}, on a read-only disk, so it cannot be updated. Move it into Applications.</source>
        <translation>Easel อยู่ใน {path} บนดิสก์ที่อ่านได้อย่างเดียว จึงอัปเดตไม่ได้ ย้ายไปไว้ในแอปพลิเคชัน</translation>
    </message>
    <message>
        <source>Easel has no page of releases yet, so it cannot check for updates.</source>
        <translation>Easel ยังไม่มีหน้ารายการรุ่น จึงตรวจหารายการอัปเดตไม่ได้</translation>
    </message>
    <message>
        <source>The page of releases cannot be reached. Check that this machine is online.</source>
        <translation>เปิดหน้ารายการรุ่นไม่ได้ ตรวจสอบว่าเครื่องนี้ออนไลน์อยู่</translation>
    </message>
    <message>
        <source>The answer is not the page of releases. Try again later.</source>
        <translation>คำตอบไม่ใช่หน้ารายการรุ่น ลองอีกครั้งภายหลัง</translation>
    </message>
    <message>
        <source>The first picture was refused: {why}.</source>
        <translation>ภาพแรกถูกปฏิเสธ: {why}</translation>
    </message>
    <message>
        <source>Timed out after {seconds} seconds while waiting for {what}.</source>
        <translation>หมดเวลาหลังจากรอ {what} นาน {seconds} วินาที</translation>
    </message>
    <message>
        <source>The first picture is not what was requested: {middle} in its middle, {corner} in a corner.</source>
        <translation>ภาพแรกไม่ตรงกับที่ขอ: {middle} ตรงกลาง, {corner} ที่มุม</translation>
    </message>
    <message>
        <source>Attention is sliced because of your setting.</source>
        <translation>แบ่งคำนวณ attention ตามการตั้งค่าของคุณ</translation>
    </message>
    <message>
        <source>Attention is not sliced because of your setting.</source>
        <translation>ไม่แบ่งคำนวณ attention ตามการตั้งค่าของคุณ</translation>
    </message>
    <message>
        <source>Attention is not sliced: slicing is for Apple&apos;s GPU, and this runs on {device}.</source>
        <translation>ไม่แบ่งคำนวณ attention: การแบ่งใช้กับ GPU ของ Apple แต่ตัวนี้ทำงานบน {device}</translation>
    </message>
    <message>
        <source>Attention is sliced because this Mac has {ram} of memory, less than {limit}.</source>
        <translation>แบ่งคำนวณ attention เพราะ Mac เครื่องนี้มีหน่วยความจำ {ram} ซึ่งน้อยกว่า {limit}</translation>
    </message>
    <message>
        <source>Attention is sliced because {width} x {height} is larger than 512 x 512.</source>
        <translation>แบ่งคำนวณ attention เพราะ {width} x {height} ใหญ่กว่า 512 x 512</translation>
    </message>
    <message>
        <source>A slice has as many scores as one head of one picture.</source>
        <translation>หนึ่งส่วนมีจำนวนคะแนนเท่ากับหนึ่ง head ของหนึ่งภาพ</translation>
    </message>
    <message>
        <source>Where the kernel stores no scores, a slice is as large as possible: all queries at once.</source>
        <translation>เมื่อเคอร์เนลไม่เก็บคะแนน หนึ่งส่วนจะใหญ่ที่สุดเท่าที่ทำได้: ทุก query พร้อมกัน</translation>
    </message>
    <message>
        <source>Attention is not sliced: {ram} of memory is enough.</source>
        <translation>ไม่แบ่งคำนวณ attention: หน่วยความจำ {ram} เพียงพอ</translation>
    </message>
    <message>
        <source>Attention heads are not padded: {device} supports any width.</source>
        <translation>ไม่เติม head ของ attention: {device} รองรับทุกความกว้าง</translation>
    </message>
    <message>
        <source>Attention heads are padded to widths for which PyTorch {torch} has a kernel that stores no scores.</source>
        <translation>เติม head ของ attention ให้ได้ความกว้างที่ PyTorch {torch} มีเคอร์เนลซึ่งไม่เก็บคะแนน</translation>
    </message>
    <message>
        <source>Attention heads are not padded: this helps only from PyTorch 2.13 on, and this is {torch}.</source>
        <translation>ไม่เติม head ของ attention: ช่วยได้ตั้งแต่ PyTorch 2.13 ขึ้นไป แต่ตัวนี้เป็น {torch}</translation>
    </message>
    <message>
        <source>Text encoders stay in memory.</source>
        <translation>ตัวเข้ารหัสข้อความอยู่ในหน่วยความจำตลอด</translation>
    </message>
    <message>
        <source>Text encoders are released between prompts, because this Mac has {ram} of memory.</source>
        <translation>ปล่อยตัวเข้ารหัสข้อความออกจากหน่วยความจำระหว่างพรอมต์ เพราะ Mac เครื่องนี้มีหน่วยความจำ {ram}</translation>
    </message>
    <message>
        <source>Text encoders are released between prompts so that the picture fits.</source>
        <translation>ปล่อยตัวเข้ารหัสข้อความออกจากหน่วยความจำระหว่างพรอมต์ เพื่อให้พอสำหรับภาพ</translation>
    </message>
    <message>
        <source>Text encoders are loaded for a new prompt, one at a time, and released before the rest of the model is loaded, so that the picture fits.</source>
        <translation>โหลดตัวเข้ารหัสข้อความทีละตัวเมื่อมีพรอมต์ใหม่ และปล่อยออกก่อนโหลดส่วนที่เหลือของโมเดล เพื่อให้พอสำหรับภาพ</translation>
    </message>
    <message>
        <source>Both sides of guidance are computed at once.</source>
        <translation>คำนวณทั้งสองด้านของ Guidance พร้อมกัน</translation>
    </message>
    <message>
        <source>Guidance runs in two passes so that the picture fits.</source>
        <translation>Guidance ทำงานสองรอบ เพื่อให้พอสำหรับภาพ</translation>
    </message>
    <message>
        <source>Weights are in full precision: they fit.</source>
        <translation>ค่าน้ำหนักใช้ความแม่นยำเต็ม: หน่วยความจำพอ</translation>
    </message>
    <message>
        <source>Weights are in full precision.</source>
        <translation>ค่าน้ำหนักใช้ความแม่นยำเต็ม</translation>
    </message>
    <message>
        <source>Weights take {format}, as you chose.</source>
        <translation>ค่าน้ำหนักใช้ {format} ตามที่คุณเลือก</translation>
    </message>
    <message>
        <source>Weights take {format}, so that the picture fits. It differs slightly from full precision.</source>
        <translation>ค่าน้ำหนักใช้ {format} เพื่อให้พอสำหรับภาพ ผลจะต่างจากความแม่นยำเต็มเล็กน้อย</translation>
    </message>
    <message>
        <source>The picture is decoded in one piece.</source>
        <translation>ถอดรหัสภาพทั้งภาพในครั้งเดียว</translation>
    </message>
    <message>
        <source>The picture is decoded in tiles, because it is larger than 1024x1024 and Apple&apos;s GPU may compute large products incorrectly. Seams may be faintly visible.</source>
        <translation>ถอดรหัสภาพทีละแผ่น เพราะใหญ่กว่า 1024x1024 และ GPU ของ Apple อาจคำนวณผลคูณขนาดใหญ่ผิด อาจเห็นรอยต่อจางๆ</translation>
    </message>
    <message>
        <source>The picture is decoded in tiles, because this Mac has {ram} of memory.</source>
        <translation>ถอดรหัสภาพทีละแผ่น เพราะ Mac เครื่องนี้มีหน่วยความจำ {ram}</translation>
    </message>
    <message>
        <source>The picture is decoded in tiles so that it fits. Seams may be faintly visible.</source>
        <translation>ถอดรหัสภาพทีละแผ่นเพื่อให้หน่วยความจำพอ อาจเห็นรอยต่อจางๆ</translation>
    </message>
    <message>
        <source>A picture may use {available} of {ram} of memory.</source>
        <translation>หนึ่งภาพใช้หน่วยความจำได้ {available} จาก {ram}</translation>
    </message>
    <message>
        <source>A picture may use {available}: Metal recommends at most {allowed}, and a tenth stays free.</source>
        <translation>หนึ่งภาพใช้ได้ {available}: Metal แนะนำสูงสุด {allowed} และเว้นไว้หนึ่งในสิบ</translation>
    </message>
    <message>
        <source>A picture may use {available}: on Macs with {ram} Metal recommends at most {allowed}, and a tenth stays free.</source>
        <translation>หนึ่งภาพใช้ได้ {available}: บน Mac ที่มี {ram} นั้น Metal แนะนำสูงสุด {allowed} และเว้นไว้หนึ่งในสิบ</translation>
    </message>
    <message>
        <source>No warm-up: only Apple&apos;s GPU needs it, and this runs on {device}.</source>
        <translation>ไม่อุ่นเครื่อง: จำเป็นเฉพาะ GPU ของ Apple แต่ตัวนี้ทำงานบน {device}</translation>
    </message>
    <message>
        <source>One step runs first and is discarded, because the first picture of PyTorch {torch} differs.</source>
        <translation>ทำหนึ่งขั้นตอนก่อนแล้วทิ้งไป เพราะภาพแรกของ PyTorch {torch} จะต่างออกไป</translation>
    </message>
    <message>
        <source>No warm-up: only PyTorch 1.13 needs it, and this is {torch}.</source>
        <translation>ไม่อุ่นเครื่อง: จำเป็นเฉพาะ PyTorch 1.13 แต่ตัวนี้เป็น {torch}</translation>
    </message>
    <message>
        <source>Weights are stored channels-last, which is faster for NVIDIA&apos;s half-precision kernels.</source>
        <translation>เก็บค่าน้ำหนักแบบ channels-last ซึ่งเร็วกว่าสำหรับเคอร์เนลความแม่นยำครึ่งของ NVIDIA</translation>
    </message>
    <message>
        <source>Weights are stored channels-first: channels-last is for NVIDIA GPUs, and this runs on {device}.</source>
        <translation>เก็บค่าน้ำหนักแบบ channels-first: channels-last ใช้กับ GPU ของ NVIDIA แต่ตัวนี้ทำงานบน {device}</translation>
    </message>
    <message>
        <source>Weights are stored channels-first: channels-last is no faster in single precision.</source>
        <translation>เก็บค่าน้ำหนักแบบ channels-first: channels-last ไม่เร็วขึ้นในความแม่นยำเดี่ยว</translation>
    </message>
    <message>
        <source>Parts in single precision are multiplied in TF32, with the resolution of half and the range of single precision.</source>
        <translation>ส่วนที่ใช้ความแม่นยำเดี่ยวจะคูณด้วย TF32 ซึ่งมีความละเอียดแบบครึ่งและช่วงค่าแบบเดี่ยว</translation>
    </message>
    <message>
        <source>No TF32: only NVIDIA GPUs have it, and this runs on {device}.</source>
        <translation>ไม่ใช้ TF32: มีเฉพาะ GPU ของ NVIDIA แต่ตัวนี้ทำงานบน {device}</translation>
    </message>
    <message>
        <source>No TF32: no part is in single precision.</source>
        <translation>ไม่ใช้ TF32: ไม่มีส่วนใดใช้ความแม่นยำเดี่ยว</translation>
    </message>
    <message>
        <source>Repeated blocks are compiled because of your setting.</source>
        <translation>คอมไพล์บล็อกที่ซ้ำกันตามการตั้งค่าของคุณ</translation>
    </message>
    <message>
        <source>Nothing is compiled because of your setting.</source>
        <translation>ไม่คอมไพล์ตามการตั้งค่าของคุณ</translation>
    </message>
    <message>
        <source>Nothing is compiled: PyTorch&apos;s compiler is experimental on Apple&apos;s GPU.</source>
        <translation>ไม่คอมไพล์: คอมไพเลอร์ของ PyTorch ยังอยู่ในขั้นทดลองบน GPU ของ Apple</translation>
    </message>
    <message>
        <source>Nothing is compiled: this needs PyTorch {least} or later, and this is {torch}.</source>
        <translation>ไม่คอมไพล์: ต้องใช้ PyTorch {least} ขึ้นไป แต่ตัวนี้เป็น {torch}</translation>
    </message>
    <message>
        <source>Nothing is compiled: the application does not include PyTorch&apos;s compiler. Run Easel from source to use it.</source>
        <translation>ไม่คอมไพล์: แอปพลิเคชันไม่ได้รวมคอมไพเลอร์ของ PyTorch ไว้ เรียกใช้ Easel จากซอร์สโค้ดเพื่อใช้งาน</translation>
    </message>
    <message>
        <source>Nothing is compiled: an NVIDIA GPU needs Triton for this, which is not installed.</source>
        <translation>ไม่คอมไพล์: GPU ของ NVIDIA ต้องใช้ Triton ซึ่งไม่ได้ติดตั้ง</translation>
    </message>
    <message>
        <source>Nothing is compiled: this needs a {language} compiler, and none is installed.</source>
        <translation>ไม่คอมไพล์: ต้องใช้คอมไพเลอร์ {language} ซึ่งไม่ได้ติดตั้ง</translation>
    </message>
    <message>
        <source>Nothing is compiled: on the {device} this happens only if you turn it on.</source>
        <translation>ไม่คอมไพล์: บน {device} จะทำเฉพาะเมื่อคุณเปิดใช้</translation>
    </message>
    <message>
        <source>Nothing is compiled: a model with stages has no repeated blocks.</source>
        <translation>ไม่คอมไพล์: โมเดลแบบหลายขั้นไม่มีบล็อกที่ซ้ำกัน</translation>
    </message>
    <message>
        <source>Nothing is compiled any more, because compilation failed: {why}.</source>
        <translation>ไม่คอมไพล์อีกต่อไป เพราะคอมไพล์ไม่สำเร็จ: {why}</translation>
    </message>
    <message>
        <source>Nothing is compiled: the time for a picture on this machine is not yet known.</source>
        <translation>ไม่คอมไพล์: ยังไม่ทราบเวลาต่อภาพของเครื่องนี้</translation>
    </message>
    <message>
        <source>Nothing is compiled: this pays off from {least} pictures in a row with the same model and size. Here: {count}.</source>
        <translation>ไม่คอมไพล์: จะคุ้มตั้งแต่ {least} ภาพติดต่อกันที่ใช้โมเดลและขนาดเดียวกัน ที่นี่มี: {count}</translation>
    </message>
    <message>
        <source>Nothing is compiled: pictures like this were not faster when compiled on this machine.</source>
        <translation>ไม่คอมไพล์: ภาพแบบนี้ไม่ได้เร็วขึ้นเมื่อคอมไพล์ในเครื่องนี้</translation>
    </message>
    <message>
        <source>Repeated blocks are already compiled: about {times} times as fast.</source>
        <translation>คอมไพล์บล็อกที่ซ้ำกันแล้ว: เร็วราว {times} เท่า</translation>
    </message>
    <message>
        <source>Compiled once, in {time}, for {count} equal pictures: about {times} times as fast here.</source>
        <translation>คอมไพล์ครั้งเดียวใน {time} สำหรับ {count} ภาพแบบเดียวกัน: เร็วราว {times} เท่าในเครื่องนี้</translation>
    </message>
    <message>
        <source>Compiled once, in perhaps {time}, for {count} equal pictures: about {times} times as fast on other GPUs.</source>
        <translation>คอมไพล์ครั้งเดียวในราว {time} สำหรับ {count} ภาพแบบเดียวกัน: เร็วราว {times} เท่าบน GPU อื่น</translation>
    </message>
    <message>
        <source>Everything is computed in single precision: half precision is no faster on a processor.</source>
        <translation>คำนวณทุกอย่างด้วยความแม่นยำเดี่ยว: ความแม่นยำครึ่งไม่เร็วขึ้นบนโปรเซสเซอร์</translation>
    </message>
    <message>
        <source>Weights are stored in half precision, which needs half the memory.</source>
        <translation>เก็บค่าน้ำหนักด้วยความแม่นยำครึ่ง ซึ่งใช้หน่วยความจำครึ่งเดียว</translation>
    </message>
    <message>
        <source>Everything is in single precision: before PyTorch 2.1, half precision is wrong on MPS, and this is {torch}.</source>
        <translation>ทุกอย่างใช้ความแม่นยำเดี่ยว: ก่อน PyTorch 2.1 ความแม่นยำครึ่งให้ผลผิดบน MPS และตัวนี้เป็น {torch}</translation>
    </message>
    <message>
        <source>Weights are stored as bfloat16: {kind} was trained in it and exceeds the range of float16.</source>
        <translation>เก็บค่าน้ำหนักเป็น bfloat16: {kind} ฝึกมาด้วยแบบนี้และเกินช่วงค่าของ float16</translation>
    </message>
    <message>
        <source>Everything is in single precision: {kind} exceeds the range of float16, and bfloat16 needs macOS 14. This is {macos}.</source>
        <translation>ทุกอย่างใช้ความแม่นยำเดี่ยว: {kind} เกินช่วงค่าของ float16 และ bfloat16 ต้องใช้ macOS 14 แต่เครื่องนี้เป็น {macos}</translation>
    </message>
    <message>
        <source>The UNet computes in single precision: attention in {kind} overflows half precision before PyTorch 2.10, and this is {torch}.</source>
        <translation>UNet คำนวณด้วยความแม่นยำเดี่ยว: attention ใน {kind} ล้นความแม่นยำครึ่งก่อน PyTorch 2.10 และตัวนี้เป็น {torch}</translation>
    </message>
    <message>
        <source>Pictures are made one after another, never as a batch: batches are unreliable on Apple&apos;s GPU.</source>
        <translation>สร้างภาพทีละภาพเสมอ ไม่ทำเป็นชุด: การทำเป็นชุดไม่น่าเชื่อถือบน GPU ของ Apple</translation>
    </message>
    <message>
        <source>Not supported: {names}. This needs {name} {least} or later, and {version} is installed.</source>
        <translation>ไม่รองรับ: {names} ต้องใช้ {name} {least} ขึ้นไป แต่ติดตั้ง {version} อยู่</translation>
    </message>
    <message>
        <source>The installed libraries support every model family.</source>
        <translation>ไลบรารีที่ติดตั้งรองรับทุกตระกูลโมเดล</translation>
    </message>
    <message>
        <source>Half precision is slower on the {device}, which computes it in single precision.</source>
        <translation>ความแม่นยำครึ่งช้ากว่าบน {device} ซึ่งคำนวณด้วยความแม่นยำเดี่ยว</translation>
    </message>
    <message>
        <source>Only NVIDIA GPUs have TF32, and this runs on {device}.</source>
        <translation>มีเฉพาะ GPU ของ NVIDIA ที่มี TF32 แต่ตัวนี้ทำงานบน {device}</translation>
    </message>
    <message>
        <source>Skipped in a quick run.</source>
        <translation>ข้ามในการวัดแบบเร็ว</translation>
    </message>
    <message>
        <source>This needs PyTorch 2.0 or later, and this is {torch}.</source>
        <translation>ต้องใช้ PyTorch 2.0 ขึ้นไป แต่ตัวนี้เป็น {torch}</translation>
    </message>
    <message>
        <source>This needs {needed} of memory, and {available} is free.</source>
        <translation>ต้องใช้หน่วยความจำ {needed} แต่ว่างอยู่ {available}</translation>
    </message>
    <message>
        <source>This would take about {time} here.</source>
        <translation>จะใช้เวลาราว {time} ในเครื่องนี้</translation>
    </message>
    <message>
        <source>Failed: {why}.</source>
        <translation>ไม่สำเร็จ: {why}</translation>
    </message>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>ยังไม่มีการวัดผล</translation>
    </message>
    <message>
        <source>There is no model {value} to measure. Choose one of: {names}.</source>
        <translation>ไม่มีโมเดล {value} ให้วัดผล เลือกอย่างใดอย่างหนึ่ง: {names}</translation>
    </message>
    <message>
        <source>the index is intact</source>
        <translation>ดัชนีสมบูรณ์</translation>
    </message>
    <message>
        <source>every job in the queue can be read and is in one state</source>
        <translation>ทุกงานในคิวอ่านได้และมีสถานะเดียว</translation>
    </message>
    <message>
        <source>every picture in the index is on the disk and complete</source>
        <translation>ทุกภาพในดัชนีอยู่ในดิสก์และสมบูรณ์</translation>
    </message>
    <message>
        <source>no file is truncated</source>
        <translation>ไม่มีไฟล์ที่ถูกตัดขาด</translation>
    </message>
    <message>
        <source>every picture on the disk is in the index, once</source>
        <translation>ทุกภาพในดิสก์อยู่ในดัชนีเพียงครั้งเดียว</translation>
    </message>
    <message>
        <source>no job has made two pictures</source>
        <translation>ไม่มีงานใดสร้างภาพสองครั้ง</translation>
    </message>
    <message>
        <source>favourites, stars, tags and collections are also in the files</source>
        <translation>รายการโปรด ดาว แท็ก และคอลเลกชันอยู่ในไฟล์ด้วย</translation>
    </message>
    <message>
        <source>every file of the library is in its folders</source>
        <translation>ทุกไฟล์ของคลังภาพอยู่ในโฟลเดอร์ของคลัง</translation>
    </message>
    <message>
        <source>the library opens within 10 seconds</source>
        <translation>คลังภาพเปิดได้ภายใน 10 วินาที</translation>
    </message>
    <message>
        <source>nothing was deleted without a request: deleted pictures are in the Trash</source>
        <translation>ไม่มีสิ่งใดถูกลบโดยไม่ได้สั่ง: ภาพที่ลบอยู่ในถังขยะ</translation>
    </message>
    <message>
        <source>The ControlNet {name} needs more than a map: it fills in a mask. Choose a ControlNet for one kind of map.</source>
        <translation>ControlNet {name} ต้องใช้มากกว่าแผนที่เพราะใช้เติมมาสก์ เลือก ControlNet สำหรับแผนที่ชนิดเดียว</translation>
    </message>
    <message>
        <source>The ControlNet {name} is for several kinds of map, and the kind of this map is not known. Let Easel make the map: {kinds}. Or choose a ControlNet for one kind of map.</source>
        <translation>ControlNet {name} ใช้ได้กับแผนที่หลายชนิด แต่ไม่ทราบชนิดของแผนที่นี้ ให้ Easel สร้างแผนที่: {kinds} หรือเลือก ControlNet สำหรับแผนที่ชนิดเดียว</translation>
    </message>
    <message>
        <source>No {value} setting was measured for {model}. Choose the number of steps with “--steps” instead.</source>
        <translation>ยังไม่มีการวัดการตั้งค่า {value} สำหรับ {model} เลือกจำนวนขั้นตอนด้วย “--steps” แทน</translation>
    </message>
    <message>
        <source>A quality and a fast mode cannot be used together. Remove one of them.</source>
        <translation>ใช้คุณภาพกับโหมดเร็วพร้อมกันไม่ได้ เอาอย่างใดอย่างหนึ่งออก</translation>
    </message>
    <message>
        <source>{name}: {about}; needs {needed} of {available} in full precision; a download of {size_bytes}.</source>
        <translation>{name}: {about} ใช้ {needed} จาก {available} ที่ความละเอียดเต็ม ดาวน์โหลด {size_bytes}</translation>
    </message>
    <message>
        <source>{name}: {about}; needs {needed} of {available} with {format} weights; a download of {size_bytes}.</source>
        <translation>{name}: {about} ใช้ {needed} จาก {available} ด้วยน้ำหนัก {format} ดาวน์โหลด {size_bytes}</translation>
    </message>
    <message>
        <source>{name}: {about}; {time} per picture, estimated; needs {needed} of {available} in full precision; a download of {size_bytes}.</source>
        <translation>{name}: {about} ประมาณ {time} ต่อภาพ ใช้ {needed} จาก {available} ที่ความละเอียดเต็ม ดาวน์โหลด {size_bytes}</translation>
    </message>
    <message>
        <source>{name}: {about}; {time} per picture, estimated; needs {needed} of {available} with {format} weights; a download of {size_bytes}.</source>
        <translation>{name}: {about} ประมาณ {time} ต่อภาพ ใช้ {needed} จาก {available} ด้วยน้ำหนัก {format} ดาวน์โหลด {size_bytes}</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>ประมาณ {0}</translation>
    </message>
    <message>
        <source>Identical: every pixel is the same.</source>
        <translation>เหมือนกันทุกพิกเซล</translation>
    </message>
    <message>
        <source>The pictures differ by at most {0} of 255 in {1} pixels ({2} %).</source>
        <translation>ภาพต่างกันมากที่สุด {0} จาก 255 ใน {1} พิกเซล ({2} %)</translation>
    </message>
    <message>
        <source>Nothing known to affect the picture has changed.</source>
        <translation>ไม่มีสิ่งที่ทราบว่ามีผลต่อภาพเปลี่ยนแปลง</translation>
    </message>
    <message>
        <source>Changed since then:</source>
        <translation>สิ่งที่เปลี่ยนไปตั้งแต่นั้น:</translation>
    </message>
</context>
<context>
    <name>sidebar</name>
    <message>
        <source>Albums</source>
        <translation>อัลบั้ม</translation>
    </message>
    <message>
        <source>Smart Albums</source>
        <translation>อัลบั้มอัจฉริยะ</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>โฟลเดอร์</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>คลังภาพ</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Name</source>
        <translation>ชื่อ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>ชนิด</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>ตระกูล</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>ในดิสก์</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>ภาพ</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>ใช้ล่าสุด</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>ดาวน์โหลด</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>หน่วยความจำ</translation>
    </message>
    <message>
        <source>Memory for a picture at the native size of the model</source>
        <translation>หน่วยความจำสำหรับหนึ่งภาพในขนาดปกติของโมเดล</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>ความเร็ว</translation>
    </message>
    <message>
        <source>Time per picture, estimated from earlier pictures, or from the speed of the chip</source>
        <translation>เวลาต่อภาพ ประมาณจากภาพก่อนหน้าหรือจากความเร็วของชิป</translation>
    </message>
    <message>
        <source>same settings</source>
        <translation>การตั้งค่าเดียวกัน</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n ขั้นตอน</numerusform>
        </translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>seed {0}</translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>Guidance {0}</translation>
    </message>
    <message>
        <source>another {0}</source>
        <translation>{0} อื่น</translation>
    </message>
    <message>
        <source>no {0}</source>
        <translation>ไม่มี {0}</translation>
    </message>
    <message>
        <source>unknown: not in the file</source>
        <translation>ไม่ทราบ: ไม่มีในไฟล์</translation>
    </message>
    <message>
        <source>unknown: needs a newer Easel</source>
        <translation>ไม่ทราบ: ต้องใช้ Easel ที่ใหม่กว่า</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>พรอมต์</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>พรอมต์เชิงลบ</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>โมเดล</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>ขนาด</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>จำนวนขั้นตอน</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guidance</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>Scheduler</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>สร้างเมื่อ</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>สร้างด้วย</translation>
    </message>
    <message>
        <source>a newer Easel</source>
        <translation>Easel ที่ใหม่กว่า</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>เครื่องหมาย</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>คอลเลกชัน</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ไฟล์</translation>
    </message>
    <message>
        <source>Time: {0}.</source>
        <translation>เวลา: {0}</translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation>Lanczos</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>ความแรง</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>มาสก์</translation>
    </message>
    <message>
        <source>masked area only</source>
        <translation>เฉพาะส่วนที่มาสก์</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ใช่</translation>
    </message>
    <message>
        <source>Reference images</source>
        <translation>ภาพอ้างอิง</translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Textual inversions</source>
        <translation>Textual inversion</translation>
    </message>
    <message>
        <source>Second prompt</source>
        <translation>พรอมต์ที่สอง</translation>
    </message>
    <message>
        <source>Second negative prompt</source>
        <translation>พรอมต์เชิงลบที่สอง</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip skip</translation>
    </message>
    <message>
        <source>Eta</source>
        <translation>Eta</translation>
    </message>
    <message>
        <source>Guidance rescale</source>
        <translation>Guidance rescale</translation>
    </message>
    <message>
        <source>Guidance until</source>
        <translation>ใช้ Guidance จนถึง</translation>
    </message>
    <message>
        <source>Unconditional interval</source>
        <translation>ช่วงห่างของรอบไร้เงื่อนไข</translation>
    </message>
    <message>
        <source>Cache interval</source>
        <translation>ช่วงห่างของแคช</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>การแปรผัน</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>Refiner</translation>
    </message>
    <message>
        <source>High resolution</source>
        <translation>ความละเอียดสูง</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>Prediction</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>ค่าน้ำหนัก</translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation>อัปสเกล</translation>
    </message>
    <message>
        <source>Prompt as typed</source>
        <translation>พรอมต์ตามที่พิมพ์</translation>
    </message>
    <message>
        <source>Last {0} % of the steps at half the work: about {1} % faster</source>
        <translation>{0} % สุดท้ายของขั้นตอนทำงานครึ่งเดียว: เร็วขึ้นราว {1} %</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>รายการโปรด</translation>
    </message>
    <message numerus="yes">
        <source>%n stars</source>
        <translation>
            <numerusform>%n ดาว</numerusform>
        </translation>
    </message>
    <message>
        <source>Negative prompt: {0}</source>
        <translation>พรอมต์เชิงลบ: {0}</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>ความกว้าง</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>ความสูง</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>ภาพต้นฉบับ</translation>
    </message>
    <message>
        <source>Resize mode</source>
        <translation>โหมดปรับขนาด</translation>
    </message>
    <message>
        <source>Masked area only</source>
        <translation>เฉพาะส่วนที่มาสก์</translation>
    </message>
    <message>
        <source>Mask padding</source>
        <translation>ระยะเผื่อของมาสก์</translation>
    </message>
    <message>
        <source>Mask feather</source>
        <translation>ขอบฟุ้งของมาสก์</translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation>Seed แปรผัน</translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation>ความแรงของการแปรผัน</translation>
    </message>
    <message>
        <source>High-resolution strength</source>
        <translation>ความแรงของความละเอียดสูง</translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation>ตัวอัปสเกล</translation>
    </message>
    <message>
        <source>Refiner start</source>
        <translation>จุดเริ่มของ Refiner</translation>
    </message>
    <message>
        <source>Negative prompt as typed</source>
        <translation>พรอมต์เชิงลบตามที่พิมพ์</translation>
    </message>
    <message>
        <source>Cache start</source>
        <translation>จุดเริ่มแคช</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ไม่มี</translation>
    </message>
</context>
</TS>
