<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AdvancedSection</name>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Guidance scale</source>
        <translation>引导系数</translation>
    </message>
    <message>
        <source>Same as the first if empty</source>
        <translation>留空则与第一提示词相同</translation>
    </message>
    <message>
        <source>Second prompt</source>
        <translation>第二提示词</translation>
    </message>
    <message>
        <source>Second negative prompt</source>
        <translation>第二反向提示词</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip Skip</translation>
    </message>
    <message>
        <source>1 uses the last layer of the text encoder, 2 the layer before it; for SDXL both are the same</source>
        <translation>1 使用文本编码器的最后一层，2 使用倒数第二层；对 SDXL 两者相同</translation>
    </message>
    <message>
        <source>Guidance rescale</source>
        <translation>引导重缩放</translation>
    </message>
    <message>
        <source>Reduces the overexposure of high guidance; 0.7 is usual</source>
        <translation>减轻高引导系数造成的过曝；通常为 0.7</translation>
    </message>
    <message>
        <source>Guidance until</source>
        <translation>引导截止</translation>
    </message>
    <message>
        <source>Share of the steps with guidance; steps without it need half the work. 1 means all steps</source>
        <translation>使用引导的步数比例；不使用引导的步只需一半计算量。1 表示所有步</translation>
    </message>
    <message>
        <source>Unconditional interval</source>
        <translation>无条件间隔</translation>
    </message>
    <message>
        <source>Steps from one unconditional pass to the next; 2 saves a quarter of the work. 1 means every step</source>
        <translation>两次无条件计算之间的步数；2 可节省四分之一的计算量。1 表示每一步</translation>
    </message>
    <message>
        <source>Cache interval</source>
        <translation>缓存间隔</translation>
    </message>
    <message>
        <source>Steps from one full pass to the next; the others reuse its deep layers. 1 means every step</source>
        <translation>两次完整计算之间的步数；其余的步复用其深层。1 表示每一步</translation>
    </message>
    <message>
        <source>Cache start</source>
        <translation>缓存起点</translation>
    </message>
    <message>
        <source>Share of the steps before the first one that reuses layers</source>
        <translation>首次复用深层之前的步数比例</translation>
    </message>
    <message>
        <source>Eta</source>
        <translation>Eta</translation>
    </message>
    <message>
        <source>Amount of noise added at each step</source>
        <translation>每一步添加的噪声量</translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation>变体强度</translation>
    </message>
    <message>
        <source>How far the noise moves from the seed to the variation seed</source>
        <translation>噪声从种子向变体种子移动的程度</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Best That Fits</source>
        <translation>可容纳的最佳精度</translation>
    </message>
    <message>
        <source>Full Precision</source>
        <translation>全精度</translation>
    </message>
    <message>
        <source>8-bit</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>4-bit</source>
        <translation>4 位</translation>
    </message>
    <message>
        <source>Fewer bits need less memory and change the picture slightly</source>
        <translation>位数越少，所需内存越少，图片会略有变化</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测类型</translation>
    </message>
    <message>
        <source>As the Model Says</source>
        <translation>按模型设定</translation>
    </message>
    <message>
        <source>For a model that makes pictures of noise or of pale colours</source>
        <translation>用于只生成噪声或颜色发白的图片的模型</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>内建</translation>
    </message>
    <message>
        <source>Choose a VAE</source>
        <translation>选取 VAE</translation>
    </message>
    <message>
        <source>VAE (*.safetensors)</source>
        <translation>VAE (*.safetensors)</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>引导 {0}</translation>
    </message>
    <message>
        <source>variation</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>clip skip {0}</source>
        <translation>Clip Skip {0}</translation>
    </message>
    <message>
        <source>eta</source>
        <translation>Eta</translation>
    </message>
    <message>
        <source>weights {0}</source>
        <translation>权重 {0}</translation>
    </message>
    <message>
        <source>rescale</source>
        <translation>重缩放</translation>
    </message>
    <message>
        <source>guidance until {0}</source>
        <translation>引导截止 {0}</translation>
    </message>
    <message>
        <source>unconditional interval {0}</source>
        <translation>无条件间隔 {0}</translation>
    </message>
    <message>
        <source>cache interval {0}</source>
        <translation>缓存间隔 {0}</translation>
    </message>
    <message>
        <source>second prompt</source>
        <translation>第二提示词</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation>变体种子</translation>
    </message>
</context>
<context>
    <name>AlbumActions</name>
    <message>
        <source>New Album</source>
        <translation>新建相簿</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>存储搜索</translation>
    </message>
    <message numerus="yes">
        <source>Added %Ln pictures to “{0}”</source>
        <translation>
            <numerusform>已将 %Ln 张图片添加到“{0}”</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to Album</source>
        <translation>添加到相簿</translation>
    </message>
    <message numerus="yes">
        <source>Removed %Ln pictures from “{0}”</source>
        <translation>
            <numerusform>已从“{0}”移除 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove from Album</source>
        <translation>从相簿移除</translation>
    </message>
    <message>
        <source>Rename Album</source>
        <translation>重命名相簿</translation>
    </message>
    <message>
        <source>Deleted the album “{0}”</source>
        <translation>已删除相簿“{0}”</translation>
    </message>
    <message>
        <source>Delete Album</source>
        <translation>删除相簿</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭这条消息</translation>
    </message>
</context>
<context>
    <name>BenchmarkChart</name>
    <message>
        <source>seconds per picture</source>
        <translation>秒/张</translation>
    </message>
    <message>
        <source>iterations per second</source>
        <translation>次迭代/秒</translation>
    </message>
    <message>
        <source>{0}   ▏limit of this chip   ◆ {1}</source>
        <translation>{0}   ▏此芯片的极限   ◆ {1}</translation>
    </message>
    <message>
        <source>   ▸ beyond the scale</source>
        <translation>   ▸ 超出刻度</translation>
    </message>
</context>
<context>
    <name>BenchmarkProcess</name>
    <message>
        <source>Waiting for the current picture…</source>
        <translation>正在等待当前图片…</translation>
    </message>
    <message>
        <source>Loading PyTorch…</source>
        <translation>正在载入 PyTorch…</translation>
    </message>
    <message>
        <source>{0}  ·  {1} left</source>
        <translation>{0}  ·  剩余 {1}</translation>
    </message>
    <message>
        <source>The benchmark ended unexpectedly.</source>
        <translation>基准测试意外结束。</translation>
    </message>
</context>
<context>
    <name>BenchmarkWindow</name>
    <message>
        <source>Benchmark</source>
        <translation>基准测试</translation>
    </message>
    <message>
        <source>Saved runs</source>
        <translation>已存储的测试</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Smaller pictures and fewer steps, scaled up: takes minutes instead of hours</source>
        <translation>使用较小的图片和较少的步数，再按比例换算：只需几分钟，而不是几小时</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>拷贝为 Markdown</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>full</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>There is no benchmark yet. The queue pauses during a benchmark and resumes afterwards.</source>
        <translation>还没有基准测试结果。测试期间队列会暂停，结束后继续。</translation>
    </message>
    <message>
        <source>{0}  ·  the queue is paused</source>
        <translation>{0}  ·  队列已暂停</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Press {0} to generate a picture.</source>
        <translation>按 {0} 生成图片。</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>键入命令</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>CompareSlider</name>
    <message>
        <source>Two pictures with a line between them</source>
        <translation>两张图片，中间以一条线分隔</translation>
    </message>
</context>
<context>
    <name>CompareWindow</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Interpolate Settings</source>
        <translation>插值设置</translation>
    </message>
    <message>
        <source>Add a series to the queue, from the settings on the left to those on the right</source>
        <translation>将一系列图片添加到队列，设置从左侧逐步过渡到右侧</translation>
    </message>
    <message>
        <source>The settings are identical.</source>
        <translation>设置完全相同。</translation>
    </message>
    <message>
        <source>one image</source>
        <translation>一张图片</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>another image</source>
        <translation>另一张图片</translation>
    </message>
    <message numerus="yes">
        <source>%Ln images</source>
        <translation>
            <numerusform>%Ln 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other images</source>
        <translation>
            <numerusform>%Ln 张其他图片</numerusform>
        </translation>
    </message>
    <message>
        <source>The file of “{0}” is missing or damaged.</source>
        <translation>“{0}”的文件缺失或已损坏。</translation>
    </message>
</context>
<context>
    <name>ControlNetField</name>
    <message>
        <source>Add ControlNet…</source>
        <translation>添加 ControlNet…</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Choose a Folder…</source>
        <translation>选取文件夹…</translation>
    </message>
    <message>
        <source>Choose a ControlNet Folder</source>
        <translation>选取 ControlNet 文件夹</translation>
    </message>
    <message>
        <source>Choose a Control Image</source>
        <translation>选取控制图</translation>
    </message>
    <message>
        <source>Choose a Depth Estimation Model Folder</source>
        <translation>选取深度估计模型文件夹</translation>
    </message>
</context>
<context>
    <name>ControlNetRow</name>
    <message>
        <source>Choose an
image…</source>
        <translation>选取
图片…</translation>
    </message>
    <message>
        <source>Image for {0}</source>
        <translation>{0} 的图片</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>预处理图</translation>
    </message>
    <message>
        <source>Image is a map</source>
        <translation>图片已是预处理图</translation>
    </message>
    <message>
        <source>Edges (Canny)</source>
        <translation>边缘 (Canny)</translation>
    </message>
    <message>
        <source>Fine lines</source>
        <translation>细线条</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>涂鸦</translation>
    </message>
    <message>
        <source>Depth…</source>
        <translation>深度…</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
</context>
<context>
    <name>CostEstimate</name>
    <message>
        <source>Estimated time and memory</source>
        <translation>预计时间和内存</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
    <message>
        <source>compiled</source>
        <translation>已编译</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0}/{1}</translation>
    </message>
    <message>
        <source>{0} for {1}</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>One picture needs {0} of the memory that it may use here.</source>
        <translation>一张图片所需内存与此处可用内存：{0}。</translation>
    </message>
    <message>
        <source>A picture takes {0} to {1}, estimated from earlier pictures of this model.</source>
        <translation>一张图片需要 {0} 到 {1}，根据此模型以前的图片估算。</translation>
    </message>
    <message>
        <source>A picture takes {0} to {1}, estimated from earlier pictures of other models.</source>
        <translation>一张图片需要 {0} 到 {1}，根据其他模型以前的图片估算。</translation>
    </message>
    <message>
        <source>A picture may take {0} to {1}, estimated from the speed of this computer alone.</source>
        <translation>一张图片可能需要 {0} 到 {1}，仅根据这台电脑的速度估算。</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Facts about the picture</source>
        <translation>图片信息</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Progress of {0}</source>
        <translation>{0} 的进度</translation>
    </message>
    <message>
        <source>Open Model Page</source>
        <translation>打开模型页面</translation>
    </message>
    <message>
        <source>Read and accept the licence on the page of the model</source>
        <translation>在模型页面上阅读并接受许可协议</translation>
    </message>
    <message>
        <source>Cancel the download of {0}</source>
        <translation>取消下载 {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0}/{1}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>正在等待</translation>
    </message>
    <message>
        <source>Contacting the hub…</source>
        <translation>正在连接 Hub…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0}/{1}</translation>
    </message>
    <message>
        <source>{0}  ·  {1}/s  ·  {2} left</source>
        <translation>{0}  ·  {1}/s  ·  剩余 {2}</translation>
    </message>
    <message>
        <source>The download failed.</source>
        <translation>下载失败。</translation>
    </message>
</context>
<context>
    <name>EditCommands</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>拷贝</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Undo {0}</source>
        <translation>撤销{0}</translation>
    </message>
    <message>
        <source>Redo {0}</source>
        <translation>重做{0}</translation>
    </message>
</context>
<context>
    <name>EventRouter</name>
    <message>
        <source>“{0}” is finished.</source>
        <translation>“{0}”已完成。</translation>
    </message>
    <message>
        <source>“{0}” has failed.</source>
        <translation>“{0}”失败。</translation>
    </message>
    <message>
        <source>Easel has started “{0}”.</source>
        <translation>Easel 已开始生成“{0}”。</translation>
    </message>
    <message>
        <source>a picture without prompt</source>
        <translation>无提示词的图片</translation>
    </message>
    <message>
        <source>No progress for {0} minutes. The GPU may have stopped responding. Restart Easel to continue.</source>
        <translation>已有 {0} 分钟没有进展。GPU 可能已停止响应。请重新启动 Easel 以继续。</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>Easel quit unexpectedly while it was making “{0}”. The queue is paused.</source>
        <translation>Easel 在生成“{0}”时意外退出。队列已暂停。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %Ln Pictures</source>
        <translation>
            <numerusform>导出 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Include prompt and settings</source>
        <translation>包含提示词和设置</translation>
    </message>
    <message>
        <source>Add a contact sheet</source>
        <translation>添加小样</translation>
    </message>
    <message>
        <source>Without them, a file still records that it was made by AI.</source>
        <translation>不包含时，文件仍会注明由 AI 生成。</translation>
    </message>
    <message>
        <source>Choose Folder…</source>
        <translation>选取文件夹…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>文件名</translation>
    </message>
</context>
<context>
    <name>FastModeField</name>
    <message>
        <source>Fast mode</source>
        <translation>快速模式</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>%n steps instead of {0}: about {1} times faster</source>
        <translation>
            <numerusform>%n 步代替 {0} 步：速度约为 {1} 倍</numerusform>
        </translation>
    </message>
    <message>
        <source>Download {0} ({1})…</source>
        <translation>下载 {0}（{1}）…</translation>
    </message>
    <message>
        <source>Add {0}</source>
        <translation>添加 {0}</translation>
    </message>
</context>
<context>
    <name>FileIntake</name>
    <message>
        <source>The clipboard contains no image.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message>
        <source>Only files on this computer can be dropped here. Save the picture first.</source>
        <translation>这里只能拖放这台电脑上的文件。请先存储图片。</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>正在读取 {0}</translation>
    </message>
    <message>
        <source>Looking for new pictures</source>
        <translation>正在查找新图片</translation>
    </message>
    <message>
        <source>Show Pictures of {0}</source>
        <translation>显示 {0} 的图片</translation>
    </message>
    <message>
        <source>Show a Folder in the Gallery…</source>
        <translation>在图库中显示文件夹…</translation>
    </message>
    <message>
        <source>Stop Showing {0}</source>
        <translation>停止显示 {0}</translation>
    </message>
    <message>
        <source>{0} is no longer shown. Its files are unchanged.</source>
        <translation>不再显示 {0}。其中的文件没有改动。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Choose a Source Image</source>
        <translation>选取原图</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Choose Reference Images</source>
        <translation>选取参考图</translation>
    </message>
    <message>
        <source>Add Models</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.gguf)</source>
        <translation>模型 (*.safetensors *.gguf)</translation>
    </message>
    <message>
        <source>Add a Model Folder</source>
        <translation>添加模型文件夹</translation>
    </message>
    <message>
        <source>Import Pictures</source>
        <translation>导入图片</translation>
    </message>
    <message>
        <source>Show a Folder in the Gallery</source>
        <translation>在图库中显示文件夹</translation>
    </message>
    <message>
        <source>This picture was made with {0}.</source>
        <translation>这张图片由 {0} 生成。</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>使用设置</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures imported.</source>
        <translation>
            <numerusform>已导入 %Ln 张图片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them contain no settings.</source>
        <translation>
            <numerusform>其中 %Ln 张不含设置。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were already in the gallery.</source>
        <translation>
            <numerusform>%Ln 张已在图库中。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Settings were added to %Ln of them.</source>
        <translation>
            <numerusform>已为其中 %Ln 张添加设置。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read:</source>
        <translation>
            <numerusform>%Ln 张无法读取：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} is empty now. The gallery shows %Ln of its pictures. Is its disk connected?</source>
        <translation>
            <numerusform>{0} 现在是空的。图库显示其中的 %Ln 张图片。所在磁盘是否已连接？</numerusform>
        </translation>
    </message>
    <message>
        <source>Hide Pictures</source>
        <translation>隐藏图片</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>胶片条</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Three Stars or More</source>
        <translation>三星或以上</translation>
    </message>
    <message>
        <source>With Source Image</source>
        <translation>有原图</translation>
    </message>
    <message>
        <source>Without Source Image</source>
        <translation>无原图</translation>
    </message>
    <message>
        <source>Made Today</source>
        <translation>今天生成的</translation>
    </message>
    <message>
        <source>Made This Month</source>
        <translation>本月生成的</translation>
    </message>
    <message>
        <source>Made This Year</source>
        <translation>今年生成的</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Made With</source>
        <translation>生成工具</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
</context>
<context>
    <name>FormActions</name>
    <message>
        <source>Use Settings</source>
        <translation>使用设置</translation>
    </message>
    <message>
        <source>This prompt comes from “{0}”.</source>
        <translation>此提示词来自“{0}”。</translation>
    </message>
    <message>
        <source>Use Prompt as Typed</source>
        <translation>使用原始输入的提示词</translation>
    </message>
    <message>
        <source>Use Size</source>
        <translation>使用尺寸</translation>
    </message>
    <message>
        <source>Use Fast Mode</source>
        <translation>使用快速模式</translation>
    </message>
    <message>
        <source>A mask needs an image. Choose or drop a source image first.</source>
        <translation>蒙版需要图片。请先选取或拖入原图。</translation>
    </message>
    <message>
        <source>Use Mask</source>
        <translation>使用蒙版</translation>
    </message>
    <message>
        <source>Use Quality</source>
        <translation>使用质量</translation>
    </message>
</context>
<context>
    <name>FormFields</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Fast mode</source>
        <translation>快速模式</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
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
        <translation>放大</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>精修</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Words, &quot;a phrase&quot;, -without, and model: seed: steps:&gt;30 guidance: size:512x768 date:2026-11 from: tag: stars:&gt;3 in: is:favourite has:image</source>
        <translation>词语、&quot;短语&quot;、-排除，以及 model: seed: steps:&gt;30 guidance: size:512x768 date:2026-11 from: tag: stars:&gt;3 in: is:favourite has:image</translation>
    </message>
    <message>
        <source>Search your pictures</source>
        <translation>搜索图片</translation>
    </message>
</context>
<context>
    <name>GalleryActions</name>
    <message>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>星级</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tag for the selected pictures:</source>
        <translation>所选图片的标签：</translation>
    </message>
    <message>
        <source>Remove Tag</source>
        <translation>移除标签</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>移到废纸篓</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Export To</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Remove from “{0}”</source>
        <translation>从“{0}”中移除</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message numerus="yes">
        <source>Added %Ln pictures to Favourites</source>
        <translation>
            <numerusform>已将 %Ln 张图片添加到个人收藏</numerusform>
        </translation>
    </message>
    <message>
        <source>Type a search first: a smart album shows what it finds.</source>
        <translation>请先键入搜索内容：智能相簿会显示搜索结果。</translation>
    </message>
    <message>
        <source>Pictures in the Trash cannot be changed. Put them back first.</source>
        <translation>废纸篓中的图片无法更改。请先将其放回原处。</translation>
    </message>
    <message numerus="yes">
        <source>Exported %Ln files to “{0}”</source>
        <translation>
            <numerusform>已将 %Ln 个文件导出到“{0}”</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>放回原处</translation>
    </message>
    <message>
        <source>Add to Album</source>
        <translation>添加到相簿</translation>
    </message>
    <message>
        <source>New Album</source>
        <translation>新建相簿</translation>
    </message>
</context>
<context>
    <name>GalleryHeader</name>
    <message>
        <source>‹ Back</source>
        <translation>‹ 返回</translation>
    </message>
    <message>
        <source>Leave the stack</source>
        <translation>离开叠放</translation>
    </message>
    <message>
        <source>Order of the pictures</source>
        <translation>图片的顺序</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>Show only some of these pictures</source>
        <translation>仅显示其中部分图片</translation>
    </message>
    <message>
        <source>{0} of {1} selected</source>
        <translation>已选择 {0} 张，共 {1} 张</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>%Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>放回原处</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Move the selected pictures to the Trash</source>
        <translation>将所选图片移到废纸篓</translation>
    </message>
    <message>
        <source>Stack Pictures Made Together</source>
        <translation>叠放一起生成的图片</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新的在前</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最早的在前</translation>
    </message>
    <message>
        <source>Most stars first</source>
        <translation>星级最高的在前</translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation>按提示词</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>最大的在前</translation>
    </message>
    <message>
        <source>Thumbnail size</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0}/{1}</translation>
    </message>
    <message>
        <source>A picture without a prompt</source>
        <translation>无提示词的图片</translation>
    </message>
</context>
<context>
    <name>GenerationForm</name>
    <message>
        <source>Save Changes</source>
        <translation>存储更改</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
</context>
<context>
    <name>GridWindow</name>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Values across</source>
        <translation>横向的值</translation>
    </message>
    <message>
        <source>Values down</source>
        <translation>纵向的值</translation>
    </message>
    <message>
        <source>Saved grids</source>
        <translation>已存储的网格</translation>
    </message>
    <message>
        <source>Number of missing pictures, and their time</source>
        <translation>缺少的图片数量及所需时间</translation>
    </message>
    <message>
        <source>Pictures of the grid</source>
        <translation>网格的图片</translation>
    </message>
    <message>
        <source>Save Grid…</source>
        <translation>存储网格…</translation>
    </message>
    <message>
        <source>Save Sheet…</source>
        <translation>存储总图…</translation>
    </message>
    <message>
        <source>Save the whole grid as one picture, labelled with the values</source>
        <translation>将整个网格存储为一张标有各个值的图片</translation>
    </message>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation>
            <numerusform>生成 %Ln 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>All pictures exist.</source>
        <translation>所有图片都已存在。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures are missing.</source>
        <translation>
            <numerusform>缺少 %Ln 张图片。</numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture is missing.</source>
        <translation>缺少 1 张图片。</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>已存储为 {0}</translation>
    </message>
    <message>
        <source>Save Sheet</source>
        <translation>存储总图</translation>
    </message>
    <message>
        <source>Not generated yet</source>
        <translation>尚未生成</translation>
    </message>
    <message>
        <source>Separate values with commas, and prompts with |</source>
        <translation>值之间用逗号分隔，提示词之间用 | 分隔</translation>
    </message>
    <message>
        <source>Name of the grid:</source>
        <translation>网格名称：</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>纵向</translation>
    </message>
</context>
<context>
    <name>HelpBrowser</name>
    <message>
        <source>Help page</source>
        <translation>帮助页面</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Easel Help</source>
        <translation>Easel 帮助</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Find in page</source>
        <translation>在页面中查找</translation>
    </message>
    <message>
        <source>This page is missing. Replace this copy of Easel with a new one.</source>
        <translation>此页面缺失。请将这份 Easel 换成新的。</translation>
    </message>
    <message>
        <source>Not found on this page</source>
        <translation>在此页面上未找到</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find Next</source>
        <translation>查找下一个</translation>
    </message>
    <message>
        <source>Find Previous</source>
        <translation>查找上一个</translation>
    </message>
</context>
<context>
    <name>HubForm</name>
    <message>
        <source>owner/name of a repository on the Hugging Face hub</source>
        <translation>Hugging Face Hub 上仓库的“所有者/名称”</translation>
    </message>
    <message>
        <source>Repository to download</source>
        <translation>要下载的仓库</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Sign In…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Sign in to the hub with an access token, stored in the Keychain</source>
        <translation>使用访问令牌登录 Hub，令牌存储在钥匙串中</translation>
    </message>
</context>
<context>
    <name>ImagePlacement</name>
    <message>
        <source>The image was added as a reference.</source>
        <translation>图片已添加为参考图。</translation>
    </message>
    <message>
        <source>Use as Source Image</source>
        <translation>用作原图</translation>
    </message>
    <message>
        <source>Use Source Image</source>
        <translation>使用原图</translation>
    </message>
    <message>
        <source>Add Reference Image</source>
        <translation>添加参考图</translation>
    </message>
</context>
<context>
    <name>InfoPanel</name>
    <message>
        <source>Select a picture to see how it was made.</source>
        <translation>选择一张图片，查看它的生成方式。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>拷贝</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>使用设置</translation>
    </message>
    <message>
        <source>Start from This</source>
        <translation>以此为起点</translation>
    </message>
    <message>
        <source>Save a Copy…</source>
        <translation>存储副本…</translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation>拷贝图片</translation>
    </message>
    <message>
        <source>Copy Prompt</source>
        <translation>拷贝提示词</translation>
    </message>
    <message>
        <source>Copy Settings</source>
        <translation>拷贝设置</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
</context>
<context>
    <name>JobEditor</name>
    <message>
        <source>You are editing a waiting picture of the queue.</source>
        <translation>你正在编辑队列中等待的图片。</translation>
    </message>
    <message>
        <source>This picture has already started. It was not changed.</source>
        <translation>这张图片已经开始生成，没有更改。</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>The queue is empty</source>
        <translation>队列为空</translation>
    </message>
    <message>
        <source>Write a prompt and press {0}: your pictures wait here.</source>
        <translation>写下提示词并按 {0}：图片会在这里等待。</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>JobSubmitter</name>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation>
            <numerusform>生成 %Ln 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This prompt has %Ln combinations.</source>
        <translation>
            <numerusform>此提示词有 %Ln 种组合。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryEdits</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>LoraField</name>
    <message>
        <source>Add LoRA or Textual Inversion…</source>
        <translation>添加 LoRA 或 Textual Inversion…</translation>
    </message>
    <message>
        <source>Weight of {0}</source>
        <translation>{0} 的权重</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Add LoRA or Textual Inversions</source>
        <translation>添加 LoRA 或 Textual Inversion</translation>
    </message>
    <message>
        <source>LoRA and textual inversions (*.safetensors)</source>
        <translation>LoRA 和 Textual Inversion (*.safetensors)</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
    <message>
        <source>Trigger words:</source>
        <translation>触发词：</translation>
    </message>
    <message>
        <source>Add “{0}” to the prompt</source>
        <translation>将“{0}”添加到提示词</translation>
    </message>
</context>
<context>
    <name>MachineLine</name>
    <message>
        <source>About This Machine</source>
        <translation>关于本机</translation>
    </message>
    <message>
        <source>About This Machine: {0}</source>
        <translation>关于本机：{0}</translation>
    </message>
</context>
<context>
    <name>MachineWindow</name>
    <message>
        <source>About This Machine</source>
        <translation>关于本机</translation>
    </message>
    <message>
        <source>Applies</source>
        <translation>适用</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>拷贝</translation>
    </message>
    <message>
        <source>Easel</source>
        <translation>Easel</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>GPU cores</source>
        <translation>GPU 核心</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Available to GPU</source>
        <translation>GPU 可用</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>库</translation>
    </message>
    <message>
        <source>Launch</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>可用空间</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Last crash</source>
        <translation>上次崩溃</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{0} was downloaded.</source>
        <translation>{0} 已下载。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Add to Queue</source>
        <translation>添加到队列</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>信息</translation>
    </message>
</context>
<context>
    <name>Maintenance</name>
    <message>
        <source>The index of your pictures is missing. Easel is rebuilding it from the pictures.</source>
        <translation>图片索引缺失。Easel 正在根据图片重建索引。</translation>
    </message>
    <message>
        <source>Easel ended unexpectedly last time.</source>
        <translation>Easel 上次意外退出。</translation>
    </message>
    <message>
        <source>Show Log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>Reading your pictures</source>
        <translation>正在读取你的图片</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures found.</source>
        <translation>
            <numerusform>已找到 %Ln 张图片。</numerusform>
        </translation>
    </message>
    <message>
        <source>Use Existing Folder</source>
        <translation>使用现有文件夹</translation>
    </message>
    <message>
        <source>Create Empty Folder</source>
        <translation>创建空文件夹</translation>
    </message>
</context>
<context>
    <name>MaskCanvas</name>
    <message>
        <source>Mask: paint the area to change</source>
        <translation>蒙版：涂抹要更改的区域</translation>
    </message>
    <message>
        <source>Open Mask</source>
        <translation>打开蒙版</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>反转蒙版</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>清除蒙版</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>涂抹</translation>
    </message>
</context>
<context>
    <name>MaskWindow</name>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>{0} (key {1})</source>
        <translation>{0}（{1} 键）</translation>
    </message>
    <message>
        <source>Brush width</source>
        <translation>画笔宽度</translation>
    </message>
    <message>
        <source>Brush width (keys [ and ])</source>
        <translation>画笔宽度（[ 和 ] 键）</translation>
    </message>
    <message>
        <source>Feather in pixels</source>
        <translation>羽化（像素）</translation>
    </message>
    <message>
        <source>Width in pixels over which the edge of the mask fades inwards</source>
        <translation>蒙版边缘向内渐隐的宽度（像素）</translation>
    </message>
    <message>
        <source>Use Mask</source>
        <translation>使用蒙版</translation>
    </message>
    <message>
        <source>Extend Image</source>
        <translation>扩展图片</translation>
    </message>
    <message>
        <source>Use this mask?</source>
        <translation>使用此蒙版？</translation>
    </message>
    <message>
        <source>Without it, your changes to the mask are lost.</source>
        <translation>如果不使用，你对蒙版的更改将会丢失。</translation>
    </message>
    <message>
        <source>Don’t Use</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Paint the area to change. Drag an edge to extend the picture.  ·  {0}</source>
        <translation>涂抹要更改的区域。拖移边缘可扩展图片。  ·  {0}</translation>
    </message>
    <message>
        <source>Open Mask</source>
        <translation>打开蒙版</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>反转蒙版</translation>
    </message>
    <message>
        <source>Zoom to Fit</source>
        <translation>缩放以适合</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反转</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Open Mask…</source>
        <translation>打开蒙版…</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Add to Queue</source>
        <translation>添加到队列</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Resume Queue</source>
        <translation>继续队列</translation>
    </message>
    <message>
        <source>Pause Queue</source>
        <translation>暂停队列</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Generate Next</source>
        <translation>接下来生成</translation>
    </message>
    <message>
        <source>Generate Every Combination</source>
        <translation>生成所有组合</translation>
    </message>
    <message>
        <source>Choose Source Image…</source>
        <translation>选取原图…</translation>
    </message>
    <message>
        <source>Import Pictures…</source>
        <translation>导入图片…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Add Model…</source>
        <translation>添加模型…</translation>
    </message>
    <message>
        <source>Add Model Folder…</source>
        <translation>添加模型文件夹…</translation>
    </message>
    <message>
        <source>Folders of Other Apps</source>
        <translation>其他 App 的文件夹</translation>
    </message>
    <message>
        <source>Save a Copy…</source>
        <translation>存储副本…</translation>
    </message>
    <message>
        <source>Export Selected Pictures…</source>
        <translation>导出所选图片…</translation>
    </message>
    <message>
        <source>Strip Metadata When Dragging</source>
        <translation>拖移时去除元数据</translation>
    </message>
    <message>
        <source>Close Window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Quit {0}</source>
        <translation>退出 {0}</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Edit Prompt</source>
        <translation>编辑提示词</translation>
    </message>
    <message>
        <source>Earlier Prompts…</source>
        <translation>以前的提示词…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Select All Pictures</source>
        <translation>选择所有图片</translation>
    </message>
    <message>
        <source>Paint Mask…</source>
        <translation>涂抹蒙版…</translation>
    </message>
    <message>
        <source>Paste Image</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Remove Source Image</source>
        <translation>移除原图</translation>
    </message>
    <message>
        <source>Remove Reference Images</source>
        <translation>移除参考图</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>图片(&amp;P)</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>使用设置</translation>
    </message>
    <message>
        <source>Use Settings with New Seed</source>
        <translation>使用设置和新种子</translation>
    </message>
    <message>
        <source>Start from This Picture</source>
        <translation>以此图片为起点</translation>
    </message>
    <message>
        <source>Generate Variations</source>
        <translation>生成变体</translation>
    </message>
    <message>
        <source>Generate Again with Same Seed</source>
        <translation>用相同种子重新生成</translation>
    </message>
    <message>
        <source>Grid of Variations…</source>
        <translation>变体网格…</translation>
    </message>
    <message>
        <source>Repeat and Compare</source>
        <translation>重做一张并比较</translation>
    </message>
    <message>
        <source>Compare Two Pictures</source>
        <translation>比较两张图片</translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation>拷贝图片</translation>
    </message>
    <message>
        <source>Copy Picture Without Metadata</source>
        <translation>拷贝图片（不含元数据）</translation>
    </message>
    <message>
        <source>Copy Settings</source>
        <translation>拷贝设置</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>No Stars</source>
        <translation>无星级</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Related Pictures</source>
        <translation>相关图片</translation>
    </message>
    <message>
        <source>Go to Source</source>
        <translation>前往来源图片</translation>
    </message>
    <message>
        <source>Go to Derived Picture</source>
        <translation>前往衍生图片</translation>
    </message>
    <message>
        <source>Next with Other Seed</source>
        <translation>下一张不同种子的图片</translation>
    </message>
    <message>
        <source>Previous with Other Seed</source>
        <translation>上一张不同种子的图片</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>移到废纸篓</translation>
    </message>
    <message>
        <source>Move Rejects to Trash</source>
        <translation>将已排除的图片移到废纸篓</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>队列(&amp;Q)</translation>
    </message>
    <message>
        <source>Show Queue</source>
        <translation>显示队列</translation>
    </message>
    <message>
        <source>Cancel Current Picture</source>
        <translation>取消当前图片</translation>
    </message>
    <message>
        <source>Pause After Current Picture</source>
        <translation>当前图片完成后暂停</translation>
    </message>
    <message>
        <source>Sort by Model</source>
        <translation>按模型排序</translation>
    </message>
    <message>
        <source>Clear Failed</source>
        <translation>清除失败的任务</translation>
    </message>
    <message>
        <source>Clear Queue</source>
        <translation>清空队列</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>显示(&amp;V)</translation>
    </message>
    <message>
        <source>View Full Size</source>
        <translation>以全尺寸查看</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Zoom to Fit</source>
        <translation>缩放以适合</translation>
    </message>
    <message>
        <source>Toggle Zoom</source>
        <translation>切换缩放</translation>
    </message>
    <message>
        <source>Go to Gallery</source>
        <translation>前往图库</translation>
    </message>
    <message>
        <source>Switch Between Picture and Gallery</source>
        <translation>在图片和图库之间切换</translation>
    </message>
    <message>
        <source>Show Only Gallery</source>
        <translation>仅显示图库</translation>
    </message>
    <message>
        <source>Show or Hide Sidebar</source>
        <translation>显示或隐藏边栏</translation>
    </message>
    <message>
        <source>Show or Hide Inspector</source>
        <translation>显示或隐藏检查器</translation>
    </message>
    <message>
        <source>Enter Full Screen</source>
        <translation>进入全屏幕</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>窗口(&amp;W)</translation>
    </message>
    <message>
        <source>Minimise</source>
        <translation>最小化</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Bring All to Front</source>
        <translation>前置全部窗口</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Easel Help</source>
        <translation>Easel 帮助</translation>
    </message>
    <message>
        <source>About {0}</source>
        <translation>关于 {0}</translation>
    </message>
    <message>
        <source>About This Machine</source>
        <translation>关于本机</translation>
    </message>
    <message>
        <source>Check for Updates…</source>
        <translation>检查更新…</translation>
    </message>
    <message>
        <source>Benchmark…</source>
        <translation>基准测试…</translation>
    </message>
    <message>
        <source>New Album</source>
        <translation>新建相簿</translation>
    </message>
    <message>
        <source>New Album from Selection</source>
        <translation>用所选项目新建相簿</translation>
    </message>
    <message>
        <source>New Smart Album from Search</source>
        <translation>用搜索新建智能相簿</translation>
    </message>
    <message>
        <source>Put Back from Trash</source>
        <translation>从废纸篓放回原处</translation>
    </message>
    <message>
        <source>Get Info</source>
        <translation>显示简介</translation>
    </message>
    <message>
        <source>Command Palette…</source>
        <translation>命令面板…</translation>
    </message>
    <message>
        <source>Go to Message</source>
        <translation>前往消息</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Get More Models…</source>
        <translation>获取更多模型…</translation>
    </message>
</context>
<context>
    <name>ModelTrash</name>
    <message>
        <source>It uses {0} on the disk. The pictures that it made are kept.</source>
        <translation>它占用 {0} 磁盘空间。用它生成的图片会保留。</translation>
    </message>
    <message>
        <source>It uses {0} on the disk. Its model is not affected.</source>
        <translation>它占用 {0} 磁盘空间。所属模型不受影响。</translation>
    </message>
    <message>
        <source>It uses {0} on the disk. The model is kept, and loads more slowly without its copy.</source>
        <translation>它占用 {0} 磁盘空间。模型会保留，但没有此副本时载入较慢。</translation>
    </message>
    <message>
        <source>Move “{0}” to the Trash?</source>
        <translation>将“{0}”移到废纸篓？</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>移到废纸篓</translation>
    </message>
</context>
<context>
    <name>ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>On This Mac</source>
        <translation>此 Mac 上</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>可下载</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Models on this Mac</source>
        <translation>此 Mac 上的模型</translation>
    </message>
    <message>
        <source>Available models</source>
        <translation>可下载的模型</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Download Missing Parts</source>
        <translation>下载缺少的部分</translation>
    </message>
    <message>
        <source>Remove from List</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>The files stay on the disk</source>
        <translation>文件会保留在磁盘上</translation>
    </message>
    <message>
        <source>Move to Trash…</source>
        <translation>移到废纸篓…</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可协议</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Recommended for this Mac</source>
        <translation>推荐用于此 Mac</translation>
    </message>
    <message>
        <source>From the Hub…</source>
        <translation>从 Hub 下载…</translation>
    </message>
    <message>
        <source>Easel no longer searches {0}.</source>
        <translation>Easel 不再搜索 {0}。</translation>
    </message>
    <message>
        <source>Copied {0} into Easel&apos;s model folder.</source>
        <translation>已将 {0} 拷贝到 Easel 的模型文件夹。</translation>
    </message>
    <message>
        <source>Copying {0} (MB)</source>
        <translation>正在拷贝 {0} (MB)</translation>
    </message>
    <message>
        <source>Copy into Easel&apos;s Folder</source>
        <translation>拷贝到 Easel 的文件夹</translation>
    </message>
    <message>
        <source>Moved {0} to the Trash.</source>
        <translation>已将 {0} 移到废纸篓。</translation>
    </message>
    <message>
        <source>{0} was downloaded.</source>
        <translation>{0} 已下载。</translation>
    </message>
    <message>
        <source>Available ({0})</source>
        <translation>可下载（{0}）</translation>
    </message>
    <message>
        <source>Use the Models of {0}</source>
        <translation>使用 {0} 的模型</translation>
    </message>
    <message>
        <source>There is a copy in {0}.</source>
        <translation>{0} 中有一份副本。</translation>
    </message>
    <message>
        <source>Trigger words: {0}</source>
        <translation>触发词：{0}</translation>
    </message>
    <message>
        <source>accept the licence on its page, then sign in</source>
        <translation>在其页面上接受许可协议，然后登录</translation>
    </message>
    <message>
        <source>Needs {0} of memory; {1} is available on this Mac</source>
        <translation>需要 {0} 内存；此 Mac 上可用 {1}</translation>
    </message>
    <message>
        <source>Add File…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add Folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>查找模型</translation>
    </message>
</context>
<context>
    <name>OfferCard</name>
    <message>
        <source>Best pictures</source>
        <translation>最佳图片</translation>
    </message>
    <message>
        <source>Edit with words</source>
        <translation>用文字编辑</translation>
    </message>
    <message>
        <source>Quick ideas</source>
        <translation>快速构思</translation>
    </message>
    <message>
        <source>{0} a picture, estimated</source>
        <translation>预计每张图片 {0}</translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message>
        <source>Copied without prompt and settings</source>
        <translation>已拷贝，不含提示词和设置</translation>
    </message>
    <message>
        <source>Save a Copy</source>
        <translation>存储副本</translation>
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
        <translation>不含提示词的 PNG (*.png)</translation>
    </message>
    <message>
        <source>JPEG without prompt (*.jpg)</source>
        <translation>不含提示词的 JPEG (*.jpg)</translation>
    </message>
    <message>
        <source>WebP without prompt (*.webp)</source>
        <translation>不含提示词的 WebP (*.webp)</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>已存储 {0}</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Select two pictures to compare.</source>
        <translation>请选择两张图片进行比较。</translation>
    </message>
</context>
<context>
    <name>PlaceDelegate</name>
    <message>
        <source>Name of the album</source>
        <translation>相簿名称</translation>
    </message>
</context>
<context>
    <name>PlaceList</name>
    <message>
        <source>Places</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Save Settings as Preset…</source>
        <translation>将设置存储为预设…</translation>
    </message>
    <message>
        <source>Delete Preset</source>
        <translation>删除预设</translation>
    </message>
    <message>
        <source>Use as Defaults for This Model</source>
        <translation>用作此模型的默认设置</translation>
    </message>
    <message>
        <source>Reset Defaults of This Model</source>
        <translation>还原此模型的默认设置</translation>
    </message>
    <message>
        <source>The preset {0} was deleted.</source>
        <translation>预设 {0} 已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>预设名称：</translation>
    </message>
</context>
<context>
    <name>ProgressTasks</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop this task</source>
        <translation>停止此任务</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}, {3} left</source>
        <translation>{0}：{1}/{2}，剩余 {3}</translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>Number of images</source>
        <translation>图片数量</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Cancel Editing</source>
        <translation>取消编辑</translation>
    </message>
    <message>
        <source>Shape and size of the picture</source>
        <translation>图片的形状和尺寸</translation>
    </message>
    <message>
        <source>What to leave out (negative prompt)</source>
        <translation>不要出现的内容（反向提示词）</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Search earlier prompts (Option-Up browses them)</source>
        <translation>搜索以前的提示词（按 Option-上箭头键可浏览）</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Leave out: {0}</source>
        <translation>不要出现：{0}</translation>
    </message>
    <message>
        <source>Leave out…</source>
        <translation>不要出现…</translation>
    </message>
</context>
<context>
    <name>PromptField</name>
    <message>
        <source>What do you want to see?</source>
        <translation>你想看到什么？</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>What to leave out</source>
        <translation>不要出现的内容</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>反向提示词</translation>
    </message>
</context>
<context>
    <name>PromptHistory</name>
    <message>
        <source>Search earlier prompts</source>
        <translation>搜索以前的提示词</translation>
    </message>
    <message>
        <source>Earlier prompts</source>
        <translation>以前的提示词</translation>
    </message>
</context>
<context>
    <name>QualityField</name>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>About half the time: fewer steps, and some of them reuse layers</source>
        <translation>约一半时间：步数较少，部分步复用深层</translation>
    </message>
    <message>
        <source>About three quarters of the time: fewer steps</source>
        <translation>约四分之三时间：步数较少</translation>
    </message>
    <message>
        <source>All steps of the model</source>
        <translation>使用模型的全部步数</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
</context>
<context>
    <name>QueueAnnouncer</name>
    <message>
        <source>The queue has stopped</source>
        <translation>队列已停止</translation>
    </message>
    <message>
        <source>The queue has ended</source>
        <translation>队列已结束</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures are done.</source>
        <translation>
            <numerusform>已完成 %Ln 张图片。</numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture is done.</source>
        <translation>已完成 1 张图片。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln jobs failed.</source>
        <translation>
            <numerusform>%Ln 个任务失败。</numerusform>
        </translation>
    </message>
    <message>
        <source>1 job failed.</source>
        <translation>1 个任务失败。</translation>
    </message>
</context>
<context>
    <name>QueueHeader</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More commands for the queue</source>
        <translation>更多队列命令</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln 个等待中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln 个失败</numerusform>
        </translation>
    </message>
    <message>
        <source>Run Now</source>
        <translation>立即运行</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
    <message>
        <source>, done at {0}</source>
        <translation>，{0} 完成</translation>
    </message>
    <message>
        <source>Between {0} and {1}, estimated from earlier pictures</source>
        <translation>{0} 到 {1} 之间，根据以前的图片估算</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>No prompt</source>
        <translation>无提示词</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在存储…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>正在生成</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>正在等待</translation>
    </message>
    <message>
        <source>Return tries it again, Delete removes it.</source>
        <translation>按 Return 键重试，按 Delete 键移除。</translation>
    </message>
    <message>
        <source>Delete cancels it.</source>
        <translation>按 Delete 键取消。</translation>
    </message>
    <message>
        <source>Return edits it, Option with an arrow key moves it, Delete removes it.</source>
        <translation>按 Return 键编辑，按 Option 和箭头键移动，按 Delete 键移除。</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Group waiting jobs by model, so that each model loads only once</source>
        <translation>将等待中的任务按模型分组，使每个模型只载入一次</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more are waiting.</source>
        <translation>
            <numerusform>还有 %Ln 个等待中。</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to Queue</source>
        <translation>添加到队列</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clear Queue</source>
        <translation>清空队列</translation>
    </message>
    <message>
        <source>Clear Failed</source>
        <translation>清除失败的任务</translation>
    </message>
    <message>
        <source>Move in Queue</source>
        <translation>在队列中移动</translation>
    </message>
    <message>
        <source>Sort by Model</source>
        <translation>按模型排序</translation>
    </message>
    <message>
        <source>Edit Job</source>
        <translation>编辑任务</translation>
    </message>
    <message>
        <source>Pause After Current Picture</source>
        <translation>当前图片完成后暂停</translation>
    </message>
    <message>
        <source>Wait…</source>
        <translation>等待…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Move to Front</source>
        <translation>移到最前</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln Jobs</source>
        <translation>
            <numerusform>移除 %Ln 个任务</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Duplicate and Edit…</source>
        <translation>复制并编辑…</translation>
    </message>
    <message>
        <source>Pause After This</source>
        <translation>此任务完成后暂停</translation>
    </message>
    <message>
        <source>Sort by Model: {0} Loads Instead of {1}</source>
        <translation>按模型排序：载入 {0} 次，而不是 {1} 次</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Retry with New Seed</source>
        <translation>用新种子重试</translation>
    </message>
</context>
<context>
    <name>QueuePopover</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>No picture is lost: each file contains its settings. Easel keeps the damaged index next to the new one.</source>
        <translation>没有图片丢失：每个文件都包含自己的设置。Easel 会将损坏的索引保留在新索引旁。</translation>
    </message>
    <message>
        <source>Rebuild from Pictures</source>
        <translation>根据图片重建</translation>
    </message>
    <message>
        <source>Restore Backup of {0}</source>
        <translation>恢复 {0} 的备份</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>ReferenceField</name>
    <message>
        <source>+
Reference</source>
        <translation>+
参考图</translation>
    </message>
    <message>
        <source>Add a reference image</source>
        <translation>添加参考图</translation>
    </message>
    <message>
        <source>Edit
this</source>
        <translation>编辑
此图</translation>
    </message>
    <message>
        <source>Move Left</source>
        <translation>左移</translation>
    </message>
    <message>
        <source>Move Right</source>
        <translation>右移</translation>
    </message>
    <message>
        <source>Use as Source Image</source>
        <translation>用作原图</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message numerus="yes">
        <source>The model uses at most %Ln of them. Remove the others.</source>
        <translation>
            <numerusform>模型最多使用其中 %Ln 张。请移除其余的。</numerusform>
        </translation>
    </message>
    <message>
        <source>In the prompt they are “image 1”, “image 2”.</source>
        <translation>在提示词中，它们称为“image 1”、“image 2”。</translation>
    </message>
    <message>
        <source>Write in the prompt what to change.</source>
        <translation>在提示词中写明要更改的内容。</translation>
    </message>
    <message>
        <source>Remove Reference Images</source>
        <translation>移除参考图</translation>
    </message>
    <message>
        <source>Remove Reference Image</source>
        <translation>移除参考图</translation>
    </message>
    <message>
        <source>Move Reference Image</source>
        <translation>移动参考图</translation>
    </message>
</context>
<context>
    <name>ReferenceWell</name>
    <message>
        <source>Reference image {0}</source>
        <translation>参考图 {0}</translation>
    </message>
    <message>
        <source>Image {0}: {1}. Drag it to change the order; Delete removes it.</source>
        <translation>图片 {0}：{1}。拖移可更改顺序；按 Delete 键移除。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove reference image {0}</source>
        <translation>移除参考图 {0}</translation>
    </message>
</context>
<context>
    <name>RefinerSection</name>
    <message>
        <source>Choose the Refiner of Stable Diffusion XL</source>
        <translation>选取 Stable Diffusion XL 的精修模型</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>精修模型</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Share of the steps at which the refiner starts</source>
        <translation>精修模型开始时的步数比例</translation>
    </message>
    <message>
        <source>Starts at</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{0} from {1}</source>
        <translation>{0}，从 {1} 开始</translation>
    </message>
</context>
<context>
    <name>RelatedPictures</name>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Derived</source>
        <translation>衍生</translation>
    </message>
    <message>
        <source>Other seeds</source>
        <translation>其他种子</translation>
    </message>
</context>
<context>
    <name>RestChoices</name>
    <message>
        <source>On Battery Power</source>
        <translation>使用电池供电时</translation>
    </message>
    <message>
        <source>In Low Power Mode</source>
        <translation>低电量模式下</translation>
    </message>
    <message>
        <source>While the Machine Is Hot</source>
        <translation>机器过热时</translation>
    </message>
    <message>
        <source>By Day, {0} to {1}</source>
        <translation>白天（{0} 至 {1}）</translation>
    </message>
    <message>
        <source>on battery power</source>
        <translation>正在使用电池供电</translation>
    </message>
    <message>
        <source>in Low Power Mode</source>
        <translation>处于低电量模式</translation>
    </message>
    <message>
        <source>the machine is hot</source>
        <translation>机器过热</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>直到 {0}</translation>
    </message>
</context>
<context>
    <name>RingButton</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Queue: {0}</source>
        <translation>队列：{0}</translation>
    </message>
    <message>
        <source>{0} % of the picture is done</source>
        <translation>图片已完成 {0} %</translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation>{0} 个等待中</translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln 个等待中</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>正在生成</translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln 个失败</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunningPicture</name>
    <message>
        <source>Loading the model…</source>
        <translation>正在载入模型…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在存储…</translation>
    </message>
    <message>
        <source>Compiling…</source>
        <translation>正在编译…</translation>
    </message>
    <message>
        <source>once for {0} similar pictures, about {1} times as fast</source>
        <translation>为 {0} 张同类图片编译一次，速度约为 {1} 倍</translation>
    </message>
    <message>
        <source>Step {0} of {1}</source>
        <translation>第 {0} 步，共 {1} 步</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0}</translation>
    </message>
</context>
<context>
    <name>SchedulerField</name>
    <message>
        <source>Scheduler</source>
        <translation>调度器</translation>
    </message>
</context>
<context>
    <name>SecondaryWindows</name>
    <message>
        <source>About {0}</source>
        <translation>关于 {0}</translation>
    </message>
    <message>
        <source>Makes pictures from words, on this computer.</source>
        <translation>在这台电脑上用文字生成图片。</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已折叠</translation>
    </message>
</context>
<context>
    <name>SeedField</name>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>New random seed</source>
        <translation>新的随机种子</translation>
    </message>
    <message>
        <source>Lock the seed</source>
        <translation>锁定种子</translation>
    </message>
    <message>
        <source>Use this seed for every picture, to see the effect of other changes</source>
        <translation>每张图片都使用此种子，以便查看其他更改的效果</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
</context>
<context>
    <name>SidebarActions</name>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete Album</source>
        <translation>删除相簿</translation>
    </message>
    <message>
        <source>Stop Showing This Folder</source>
        <translation>停止显示此文件夹</translation>
    </message>
    <message>
        <source>Add Selected Pictures</source>
        <translation>添加所选图片</translation>
    </message>
    <message>
        <source>New Album</source>
        <translation>新建相簿</translation>
    </message>
    <message>
        <source>New Album from Selection</source>
        <translation>用所选项目新建相簿</translation>
    </message>
    <message>
        <source>New Smart Album from Search</source>
        <translation>用搜索新建智能相簿</translation>
    </message>
</context>
<context>
    <name>SidebarModel</name>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>%Ln 张图片</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Sign In</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Access token, from the settings of your Hugging Face account:</source>
        <translation>访问令牌（来自你的 Hugging Face 账户设置）：</translation>
    </message>
    <message>
        <source>The token is saved in the Keychain.</source>
        <translation>令牌会存储在钥匙串中。</translation>
    </message>
    <message>
        <source>After an update of Easel, macOS asks for your password once: click Always Allow.</source>
        <translation>Easel 更新后，macOS 会询问一次你的密码：点按“始终允许”。</translation>
    </message>
</context>
<context>
    <name>SizeField</name>
    <message>
        <source>Shape of the picture</source>
        <translation>图片的形状</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation>交换宽度和高度</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方形</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>Tall</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Wide</source>
        <translation>宽</translation>
    </message>
</context>
<context>
    <name>SourceImageField</name>
    <message>
        <source>Drop an image, or choose…</source>
        <translation>拖入图片，或选取…</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Strength: how much of the source image may change</source>
        <translation>强度：原图可以改变的程度</translation>
    </message>
    <message>
        <source>Remove source image</source>
        <translation>移除原图</translation>
    </message>
    <message>
        <source>How to fit the image to the size</source>
        <translation>图片适应尺寸的方式</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Fit and extend</source>
        <translation>适应并扩展</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>拉伸</translation>
    </message>
    <message>
        <source>Paint Mask…</source>
        <translation>涂抹蒙版…</translation>
    </message>
    <message>
        <source>Remove mask</source>
        <translation>移除蒙版</translation>
    </message>
    <message>
        <source>Draw only the masked part</source>
        <translation>仅绘制蒙版部分</translation>
    </message>
    <message>
        <source>Draws the masked part at full size and puts it back into the unchanged image</source>
        <translation>以全尺寸绘制蒙版部分，再放回未改动的图片中</translation>
    </message>
    <message>
        <source>Padding around the mask in pixels</source>
        <translation>蒙版周围的边距（像素）</translation>
    </message>
    <message>
        <source>closer to original</source>
        <translation>更接近原图</translation>
    </message>
    <message>
        <source>more change</source>
        <translation>更多变化</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>边距</translation>
    </message>
    <message>
        <source>{0}  ·  {1} of {2} steps</source>
        <translation>{0}  ·  {1}/{2} 步</translation>
    </message>
    <message>
        <source>Edit Mask…</source>
        <translation>编辑蒙版…</translation>
    </message>
    <message>
        <source>Remove Source Image</source>
        <translation>移除原图</translation>
    </message>
    <message>
        <source>Remove Mask</source>
        <translation>移除蒙版</translation>
    </message>
</context>
<context>
    <name>SourceWell</name>
    <message>
        <source>Replace…</source>
        <translation>替换…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Start from
this</source>
        <translation>以此
为起点</translation>
    </message>
    <message>
        <source>+
Image</source>
        <translation>+
图片</translation>
    </message>
    <message>
        <source>Choose or drop a source image: the picture starts from it</source>
        <translation>选取或拖入原图：图片将以它为起点</translation>
    </message>
    <message>
        <source>Source image. Delete removes it.</source>
        <translation>原图。按 Delete 键移除。</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Choose a source image</source>
        <translation>选取原图</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message>
        <source>Save Prompts as Style…</source>
        <translation>将提示词存储为风格…</translation>
    </message>
    <message>
        <source>Delete Style</source>
        <translation>删除风格</translation>
    </message>
    <message>
        <source>Import Styles…</source>
        <translation>导入风格…</translation>
    </message>
    <message>
        <source>Export Styles…</source>
        <translation>导出风格…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln styles imported.</source>
        <translation>
            <numerusform>已导入 %Ln 个风格。</numerusform>
        </translation>
    </message>
    <message>
        <source>Name of the style:</source>
        <translation>风格名称：</translation>
    </message>
    <message>
        <source>Import Styles</source>
        <translation>导入风格</translation>
    </message>
    <message>
        <source>Styles (*.csv)</source>
        <translation>风格 (*.csv)</translation>
    </message>
    <message>
        <source>Export Styles</source>
        <translation>导出风格</translation>
    </message>
</context>
<context>
    <name>ThumbnailGrid</name>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
</context>
<context>
    <name>TokenCounter</name>
    <message>
        <source>{0} of {1} tokens</source>
        <translation>{0}/{1} 个 token</translation>
    </message>
    <message>
        <source>Too long: the crossed-out words are ignored ({0} of {1} tokens)</source>
        <translation>过长：划掉的词语会被忽略（{0}/{1} 个 token）</translation>
    </message>
    <message>
        <source>{0} of {1} tokens, in {2} parts</source>
        <translation>{0}/{1} 个 token，分为 {2} 段</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>显示或隐藏边栏</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>显示或隐藏检查器</translation>
    </message>
</context>
<context>
    <name>TrashActions</name>
    <message>
        <source>Move to Trash</source>
        <translation>移到废纸篓</translation>
    </message>
    <message numerus="yes">
        <source>Moved %Ln pictures to the Trash</source>
        <translation>
            <numerusform>已将 %Ln 张图片移到废纸篓</numerusform>
        </translation>
    </message>
    <message>
        <source>Moved “{0}” to the Trash</source>
        <translation>已将“{0}”移到废纸篓</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>放回原处</translation>
    </message>
    <message numerus="yes">
        <source>Put %Ln pictures back</source>
        <translation>
            <numerusform>已放回 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Put “{0}” back</source>
        <translation>已放回“{0}”</translation>
    </message>
    <message>
        <source>Some pictures are no longer in the Trash and cannot be restored.</source>
        <translation>部分图片已不在废纸篓中，无法恢复。</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Easel sends one request to {0}. It contains nothing about you, your Mac or your pictures.</source>
        <translation>Easel 会向 {0} 发送一个请求，其中不包含任何有关你、你的 Mac 或图片的信息。</translation>
    </message>
    <message>
        <source>Check for a newer version of Easel?</source>
        <translation>检查是否有新版 Easel？</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Easel {0} is the latest version.</source>
        <translation>Easel {0} 是最新版本。</translation>
    </message>
    <message>
        <source>Easel {0} is available. You have {1}.</source>
        <translation>Easel {0} 已可用。你的版本是 {1}。</translation>
    </message>
    <message>
        <source>Open Web Page</source>
        <translation>打开网页</translation>
    </message>
</context>
<context>
    <name>UpscaleSection</name>
    <message>
        <source>High resolution</source>
        <translation>高分辨率</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>High-resolution strength</source>
        <translation>高分辨率强度</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation>放大模型</translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation>Lanczos</translation>
    </message>
    <message>
        <source>Choose an Upscaler</source>
        <translation>选取放大模型</translation>
    </message>
    <message>
        <source>Upscalers (*.safetensors)</source>
        <translation>放大模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>high resolution {0}×</source>
        <translation>高分辨率 {0}×</translation>
    </message>
    <message>
        <source>enlarged {0}×</source>
        <translation>已放大 {0}×</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Refine by</source>
        <translation>精修倍数</translation>
    </message>
    <message>
        <source>With</source>
        <translation>使用</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>The file of this picture is missing or damaged.</source>
        <translation>此图片的文件缺失或已损坏。</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Try the Demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>These fit this Mac: {0}</source>
        <translation>适合此 Mac 的模型：{0}</translation>
    </message>
    <message>
        <source>No model of the catalogue fits {0}</source>
        <translation>目录中没有适合 {0} 的模型</translation>
    </message>
    <message>
        <source>Choose a model to start with</source>
        <translation>选取一个模型开始使用</translation>
    </message>
    <message>
        <source>The demo needs no download. It draws simple shapes and landscapes.</source>
        <translation>演示无需下载，可绘制简单的形状和风景。</translation>
    </message>
</context>
<context>
    <name>details</name>
    <message>
        <source>understood</source>
        <translation>已识别</translation>
    </message>
    <message>
        <source>used as {0}</source>
        <translation>用作 {0}</translation>
    </message>
    <message>
        <source>used in part</source>
        <translation>部分使用</translation>
    </message>
    <message>
        <source>not supported by Easel</source>
        <translation>Easel 不支持</translation>
    </message>
    <message>
        <source>the model is not installed</source>
        <translation>模型未安装</translation>
    </message>
</context>
<context>
    <name>finder</name>
    <message>
        <source>Show in Finder</source>
        <translation>在访达中显示</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>{0}, {1} copy</source>
        <translation>{0}，{1} 副本</translation>
    </message>
    <message>
        <source>Packed copy</source>
        <translation>量化副本</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>快</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>适中</translation>
    </message>
    <message>
        <source>slow here</source>
        <translation>在此较慢</translation>
    </message>
    <message>
        <source>very slow here</source>
        <translation>在此很慢</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}，{1}</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组件</translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <source>All Pictures</source>
        <translation>所有图片</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Recently Made</source>
        <translation>最近生成</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入的</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>废纸篓</translation>
    </message>
    <message>
        <source>No results for “{0}”</source>
        <translation>没有“{0}”的结果</translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation>还没有个人收藏</translation>
    </message>
    <message>
        <source>Select pictures and press F to mark them.</source>
        <translation>选择图片并按 F 键来标记。</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>没有新图片</translation>
    </message>
    <message numerus="yes">
        <source>Pictures that Easel made in the last %n days appear here.</source>
        <translation>
            <numerusform>Easel 最近 %n 天内生成的图片会显示在此处。</numerusform>
        </translation>
    </message>
    <message>
        <source>No imported pictures</source>
        <translation>没有导入的图片</translation>
    </message>
    <message>
        <source>Drop pictures or a folder here to copy them into your library.</source>
        <translation>将图片或文件夹拖放到此处即可拷贝到图库。</translation>
    </message>
    <message>
        <source>The Trash is empty</source>
        <translation>废纸篓是空的</translation>
    </message>
    <message>
        <source>Pictures that you delete stay here until you empty the system&apos;s Trash.</source>
        <translation>删除的图片会保留在此处，直到清空系统废纸篓。</translation>
    </message>
    <message>
        <source>This album is empty</source>
        <translation>此相簿是空的</translation>
    </message>
    <message>
        <source>Drag pictures to its name in the sidebar.</source>
        <translation>将图片拖到边栏中的相簿名称上。</translation>
    </message>
    <message>
        <source>No pictures in this folder</source>
        <translation>此文件夹中没有图片</translation>
    </message>
    <message>
        <source>If it is on a disk, connect the disk.</source>
        <translation>如果它在磁盘上，请连接该磁盘。</translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>还没有图片</translation>
    </message>
    <message>
        <source>Write a prompt and press Generate, or drop pictures here.</source>
        <translation>输入提示词并按“生成”，或将图片拖放到此处。</translation>
    </message>
    <message>
        <source>New pictures that match this search appear here.</source>
        <translation>符合此搜索的新图片会显示在此处。</translation>
    </message>
    <message>
        <source>Try fewer words, or check the spelling.</source>
        <translation>请尝试减少词语，或检查拼写。</translation>
    </message>
    <message>
        <source>Choose All Pictures to search everywhere.</source>
        <translation>选择“所有图片”以搜索全部位置。</translation>
    </message>
</context>
<context>
    <name>recovery</name>
    <message>
        <source>{0} at {1}</source>
        <translation>{0} {1}</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>{0} with {1} needs {2} of memory, but only {3} can be used.</source>
        <translation>{0}（{1}）需要 {2} 内存，但只有 {3} 可用。</translation>
    </message>
    <message>
        <source>The {field} must be text, not {value}.</source>
        <translation>{field}必须是文本，不能是 {value}。</translation>
    </message>
    <message>
        <source>The {field} must be a whole number, not {value}.</source>
        <translation>{field}必须是整数，不能是 {value}。</translation>
    </message>
    <message>
        <source>The {field} must be a number, not {value}.</source>
        <translation>{field}必须是数字，不能是 {value}。</translation>
    </message>
    <message>
        <source>The {field} must be from {least} to {most}, not {value}.</source>
        <translation>{field}必须在 {least} 到 {most} 之间，不能是 {value}。</translation>
    </message>
    <message>
        <source>The {field} must be true or false, not {value}.</source>
        <translation>{field}必须是 true 或 false，不能是 {value}。</translation>
    </message>
    <message>
        <source>Expected a list, not {value}.</source>
        <translation>应为列表，而不是 {value}。</translation>
    </message>
    <message>
        <source>{field} {value} is incomplete. It needs {names}.</source>
        <translation>{field} {value} 不完整，需要 {names}。</translation>
    </message>
    <message>
        <source>Unknown {field} {value}. Choose one of: {names}.</source>
        <translation>未知的{field} {value}。请选择以下之一：{names}。</translation>
    </message>
    <message>
        <source>Too many {field}. The limit is {limit}.</source>
        <translation>{field}过多。上限为 {limit}。</translation>
    </message>
    <message>
        <source>The size must be written as width x height, for example 512x512, not {value}.</source>
        <translation>尺寸必须写成“宽 x 高”，例如 512x512，不能是 {value}。</translation>
    </message>
    <message>
        <source>The {field} must be from {least} to {most} pixels, not {value}.</source>
        <translation>{field}必须在 {least} 到 {most} 像素之间，不能是 {value}。</translation>
    </message>
    <message>
        <source>The {field} must be a multiple of 8. Use {below} or {above} instead of {value}.</source>
        <translation>{field}必须是 8 的倍数。请将 {value} 改为 {below} 或 {above}。</translation>
    </message>
    <message>
        <source>{kind} needs a width and a height in multiples of {step}, not {width} x {height}.</source>
        <translation>{kind} 的宽度和高度必须是 {step} 的倍数，不能是 {width} x {height}。</translation>
    </message>
    <message>
        <source>{width} x {height} is too small for {kind}. Use at least {least} pixels a side.</source>
        <translation>{width} x {height} 对 {kind} 来说太小。每边至少使用 {least} 像素。</translation>
    </message>
    <message>
        <source>{width} x {height} needs an array larger than 4 GiB, which this Mac&apos;s GPU does not support. Largest size that fits: {largest}.</source>
        <translation>{width} x {height} 需要大于 4 GiB 的数组，此 Mac 的 GPU 不支持。可容纳的最大尺寸：{largest}。</translation>
    </message>
    <message>
        <source>{width} x {height} needs about {needed} of memory, and {available} is available. Largest size that fits: {largest}.</source>
        <translation>{width} x {height} 约需 {needed} 内存，可用 {available}。可容纳的最大尺寸：{largest}。</translation>
    </message>
    <message>
        <source>{width} x {height} pixels is too large. A picture can have at most {limit} pixels a side.</source>
        <translation>{width} x {height} 像素过大。图片每边最多 {limit} 像素。</translation>
    </message>
    <message>
        <source>Unknown scheduler {value}. Choose one of: {names}.</source>
        <translation>未知的调度器 {value}。请选择以下之一：{names}。</translation>
    </message>
    <message>
        <source>The scheduler {value} supports at most {limit} steps, not {steps}. Use fewer steps or another scheduler.</source>
        <translation>调度器 {value} 最多支持 {limit} 步，不能是 {steps} 步。请减少步数或换用其他调度器。</translation>
    </message>
    <message>
        <source>The scheduler {value} does not support eta. These do: {names}.</source>
        <translation>调度器 {value} 不支持 eta。支持的有：{names}。</translation>
    </message>
    <message>
        <source>The scheduler {value} evaluates the model several times at a step, so no step can reuse an earlier one. Set the {field} to 1, or choose another scheduler.</source>
        <translation>调度器 {value} 每一步会多次计算模型，因此任何一步都无法复用之前的步。请将{field}设为 1，或选择其他调度器。</translation>
    </message>
    <message>
        <source>The {field} ({value}) is greater than the number of steps ({steps}). Use a smaller interval or more steps.</source>
        <translation>{field}（{value}）大于步数（{steps}）。请减小间隔或增加步数。</translation>
    </message>
    <message>
        <source>A variation strength needs a variation seed. Add a seed, or remove the strength.</source>
        <translation>变体强度需要变体种子。请添加种子，或移除强度。</translation>
    </message>
    <message>
        <source>{model} ({kind}) does not support this setting: {field}. Remove the setting, or choose another model.</source>
        <translation>{model}（{kind}）不支持此设置：{field}。请移除该设置，或选择其他模型。</translation>
    </message>
    <message>
        <source>With a source image, a mask or a ControlNet, this model does not support this setting: {field}. Remove it.</source>
        <translation>使用原图、蒙版或 ControlNet 时，此模型不支持此设置：{field}。请将其移除。</translation>
    </message>
    <message>
        <source>The model {model} does not support the scheduler {value}. Choose one of: {names}.</source>
        <translation>模型 {model} 不支持调度器 {value}。请选择以下之一：{names}。</translation>
    </message>
    <message>
        <source>The model {model} has no fast mode {value}. Available modes: {names}.</source>
        <translation>模型 {model} 没有快速模式 {value}。可用的模式：{names}。</translation>
    </message>
    <message>
        <source>This fast mode needs a model or a LoRA that was trained for {mode}.</source>
        <translation>此快速模式需要为 {mode} 训练的模型或 LoRA。</translation>
    </message>
    <message>
        <source>{model} is a refiner and needs a source image. Add one, or use the refiner on pictures of another model.</source>
        <translation>{model} 是精修模型，需要原图。请添加原图，或将它用于其他模型的图片。</translation>
    </message>
    <message>
        <source>{model} has no VAE. Choose a VAE for it, with “--vae” or under “Advanced”.</source>
        <translation>{model} 没有 VAE。请使用“--vae”或在“高级”中为它选择 VAE。</translation>
    </message>
    <message>
        <source>{model} is an inpainting model. Add a source image and a mask.</source>
        <translation>{model} 是局部重绘模型。请添加原图和蒙版。</translation>
    </message>
    <message>
        <source>{name} is not a refiner for Stable Diffusion XL.</source>
        <translation>{name} 不是 Stable Diffusion XL 的精修模型。</translation>
    </message>
    <message>
        <source>A strength needs a source image. Add an image, or remove the strength.</source>
        <translation>强度需要原图。请添加图片，或移除强度。</translation>
    </message>
    <message>
        <source>A source image needs a strength greater than 0 and at most 1.</source>
        <translation>使用原图时，强度必须大于 0 且不超过 1。</translation>
    </message>
    <message>
        <source>With {steps} steps, a {field} of {value} runs no step. Increase the {field} or the number of steps.</source>
        <translation>{steps} 步时，{field}为 {value} 不会运行任何一步。请增大{field}或步数。</translation>
    </message>
    <message>
        <source>A variation changes the initial noise, which a source image replaces. Remove the variation or the image.</source>
        <translation>变体会改变初始噪声，而原图会取代初始噪声。请移除变体或图片。</translation>
    </message>
    <message>
        <source>A mask needs a source image. Add an image, or remove the mask.</source>
        <translation>蒙版需要原图。请添加图片，或移除蒙版。</translation>
    </message>
    <message>
        <source>“Only masked” needs a mask. Add a mask, or turn the option off.</source>
        <translation>“仅蒙版部分”需要蒙版。请添加蒙版，或关闭该选项。</translation>
    </message>
    <message>
        <source>The mask has {width} x {height} pixels and its image {wide} x {high}. Use a mask as large as the image.</source>
        <translation>蒙版为 {width} x {height} 像素，而图片为 {wide} x {high}。请使用与图片大小相同的蒙版。</translation>
    </message>
    <message>
        <source>The mask is empty. Paint the area to change.</source>
        <translation>蒙版是空的。请涂抹要更改的区域。</translation>
    </message>
    <message>
        <source>The mask covers the whole image. Remove the mask to change the whole image.</source>
        <translation>蒙版覆盖了整张图片。若要更改整张图片，请移除蒙版。</translation>
    </message>
    <message>
        <source>{name} is not a mask. A mask is white where the image may change, and black elsewhere.</source>
        <translation>{name} 不是蒙版。蒙版中可更改的区域为白色，其余为黑色。</translation>
    </message>
    <message>
        <source>A mask and a refiner cannot be used together. Remove one of them.</source>
        <translation>蒙版和精修模型不能同时使用。请移除其中之一。</translation>
    </message>
    <message>
        <source>A mask and “High resolution” cannot be used together. Remove one of them.</source>
        <translation>蒙版和“高分辨率”不能同时使用。请移除其中之一。</translation>
    </message>
    <message>
        <source>Outpainting needs a source image. Add one.</source>
        <translation>扩图需要原图。请添加一张。</translation>
    </message>
    <message>
        <source>{value} is not an area to add. Write four whole numbers of pixels up to {most}, for left, top, right and bottom.</source>
        <translation>{value} 不是要添加的区域。请依次写出左、上、右、下四个整数像素值，最大为 {most}。</translation>
    </message>
    <message>
        <source>{model} uses at most {limit} reference images, and there are {count}. Remove the ones that matter least.</source>
        <translation>{model} 最多使用 {limit} 张参考图，现有 {count} 张。请移除最不重要的图片。</translation>
    </message>
    <message>
        <source>With a source image, {model} uses at most {limit} reference images, and there are {count}. Remove the others, or remove the source image.</source>
        <translation>使用原图时，{model} 最多使用 {limit} 张参考图，现有 {count} 张。请移除多余的参考图，或移除原图。</translation>
    </message>
    <message>
        <source>{kind} changes only the masked part of a source image. Add a mask, or remove the source image.</source>
        <translation>{kind} 仅更改原图的蒙版部分。请添加蒙版，或移除原图。</translation>
    </message>
    <message>
        <source>With a mask, {kind} makes at most {limit} pixels, and {width} x {height} has more. Use a smaller size.</source>
        <translation>使用蒙版时，{kind} 最多生成 {limit} 像素，而 {width} x {height} 超出了上限。请使用较小的尺寸。</translation>
    </message>
    <message>
        <source>{model} uses no images. Choose a model that starts from an image or edits by instruction, then add the image.</source>
        <translation>{model} 不使用图片。请选择可以图片为起点或按指令编辑的模型，再添加图片。</translation>
    </message>
    <message>
        <source>{model} edits images. Add a reference image.</source>
        <translation>{model} 用于编辑图片。请添加参考图。</translation>
    </message>
    <message>
        <source>Reference image {number} has {width} x {height} pixels. Each side needs at least {least} pixels, and one side can be at most {most} times as long as the other.</source>
        <translation>参考图 {number} 为 {width} x {height} 像素。每边至少需要 {least} 像素，且一边最多为另一边的 {most} 倍。</translation>
    </message>
    <message>
        <source>Reference image {number} is no longer in the library. Add it again.</source>
        <translation>参考图 {number} 已不在资料库中。请重新添加。</translation>
    </message>
    <message>
        <source>ControlNet end ({end}) must be greater than its start ({start}).</source>
        <translation>ControlNet 的终点（{end}）必须大于起点（{start}）。</translation>
    </message>
    <message>
        <source>Write --controlnet before the --control options that belong to it.</source>
        <translation>请将 --controlnet 写在所属的 --control 选项之前。</translation>
    </message>
    <message>
        <source>Unknown control map {value}. Choose one of: {names}.</source>
        <translation>未知的预处理图 {value}。请选择以下之一：{names}。</translation>
    </message>
    <message>
        <source>The ControlNet {name} needs a control image. Add one.</source>
        <translation>ControlNet {name} 需要控制图。请添加一张。</translation>
    </message>
    <message>
        <source>A depth map needs a depth model. Choose its folder, or use a finished depth map.</source>
        <translation>深度图需要深度模型。请选择其文件夹，或使用现成的深度图。</translation>
    </message>
    <message>
        <source>The depth map could not be created: {why}.</source>
        <translation>无法创建深度图：{why}。</translation>
    </message>
    <message>
        <source>The {field} has {value} characters. The limit is {limit}.</source>
        <translation>{field}有 {value} 个字符。上限为 {limit}。</translation>
    </message>
    <message>
        <source>Easel cannot change the prompt during the steps: {part}. Choose one of the words, or write \[ for a bracket.</source>
        <translation>Easel 无法在生成步骤中更改提示词：{part}。请选择其中一个词，或写 \[ 表示方括号。</translation>
    </message>
    <message>
        <source>AND does not combine prompts in Easel. It is read as a word. Write BREAK to separate parts.</source>
        <translation>AND 在 Easel 中不会组合提示词，而会被当作普通词语。请用 BREAK 分段。</translation>
    </message>
    <message>
        <source>No {kind} named {name} is installed, so {tag} is left out of the prompt.</source>
        <translation>没有安装名为 {name} 的 {kind}，因此提示词中的 {tag} 会被忽略。</translation>
    </message>
    <message>
        <source>Easel has no hypernetworks, so {tag} is left out of the prompt.</source>
        <translation>Easel 没有 hypernetwork，因此提示词中的 {tag} 会被忽略。</translation>
    </message>
    <message>
        <source>The weight in {tag} is not a number, so the tag is left out of the prompt.</source>
        <translation>{tag} 中的权重不是数字，因此提示词中的这个标记会被忽略。</translation>
    </message>
    <message>
        <source>Of the weights in {tag}, only {weight} is used.</source>
        <translation>{tag} 的权重中，只使用 {weight}。</translation>
    </message>
    <message>
        <source>The prompt has an unclosed {bracket} at character {place}. Close it, or write \{bracket}.</source>
        <translation>提示词第 {place} 个字符处的 {bracket} 没有闭合。请将其闭合，或写成 \{bracket}。</translation>
    </message>
    <message>
        <source>There is no wildcard file {name}.txt in {path}.</source>
        <translation>{path} 中没有通配符文件 {name}.txt。</translation>
    </message>
    <message>
        <source>The wildcard file {name}.txt has no lines to choose from.</source>
        <translation>通配符文件 {name}.txt 中没有可选的行。</translation>
    </message>
    <message>
        <source>The wildcards refer to each other in a loop: there is no end after {limit} levels.</source>
        <translation>通配符循环引用：{limit} 层之后仍未结束。</translation>
    </message>
    <message>
        <source>The prompt has {value} combinations. At most {limit} pictures can be queued at once.</source>
        <translation>提示词有 {value} 种组合。一次最多可将 {limit} 张图片加入队列。</translation>
    </message>
    <message>
        <source>--sheet needs a grid. Add one, for example --grid steps=10,20.</source>
        <translation>--sheet 需要网格。请添加一个，例如 --grid steps=10,20。</translation>
    </message>
    <message>
        <source>A grid has one or two axes. Remove the other --grid options.</source>
        <translation>网格只能有一个或两个轴。请移除多余的 --grid 选项。</translation>
    </message>
    <message>
        <source>{value} is not a grid axis. Write it as steps=10,20,30.</source>
        <translation>{value} 不是网格轴。请写成 steps=10,20,30 的形式。</translation>
    </message>
    <message>
        <source>A grid cannot vary {value}. Choose one of: {names}.</source>
        <translation>网格不能改变 {value}。请选择以下之一：{names}。</translation>
    </message>
    <message>
        <source>Enter 1 to {limit} values for the {field}.</source>
        <translation>请为{field}输入 1 到 {limit} 个值。</translation>
    </message>
    <message>
        <source>The two axes of a grid must vary different fields. Choose another field for one of them.</source>
        <translation>网格的两个轴必须改变不同的字段。请为其中一个轴选择其他字段。</translation>
    </message>
    <message>
        <source>Only one of --matrix, --grid and --count can be used at a time. Remove the others.</source>
        <translation>--matrix、--grid 和 --count 一次只能使用一个。请移除其他的。</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>The name {name} is already in use. Choose another name.</source>
        <translation>名称 {name} 已被使用。请选择其他名称。</translation>
    </message>
    <message>
        <source>There is no preset {name}. Available presets: {names}.</source>
        <translation>没有预设 {name}。可用的预设：{names}。</translation>
    </message>
    <message>
        <source>{name} is not a styles file. It needs the columns name, prompt and negative_prompt.</source>
        <translation>{name} 不是风格文件。它需要 name、prompt 和 negative_prompt 列。</translation>
    </message>
    <message>
        <source>Line {line} of {path} is not a JSON object.</source>
        <translation>{path} 的第 {line} 行不是 JSON 对象。</translation>
    </message>
    <message>
        <source>Line {line} of {path} has an unknown field {value}.</source>
        <translation>{path} 的第 {line} 行有未知字段 {value}。</translation>
    </message>
    <message>
        <source>Line {line} of {path} has no prompt.</source>
        <translation>{path} 的第 {line} 行没有提示词。</translation>
    </message>
    <message>
        <source>Line {line} of {path}: {sentence}</source>
        <translation>{path} 的第 {line} 行：{sentence}</translation>
    </message>
    <message>
        <source>{path} is not UTF-8 text.</source>
        <translation>{path} 不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>Line {line} of {path} is too long for a request.</source>
        <translation>{path} 的第 {line} 行过长，不能作为请求。</translation>
    </message>
    <message>
        <source>{path} is too large for a list of requests. Split it into several files.</source>
        <translation>{path} 过大，不能作为请求列表。请将其拆分为多个文件。</translation>
    </message>
    <message>
        <source>There is no model yet. Download or add one in the Models window.</source>
        <translation>还没有模型。请在“模型”窗口中下载或添加一个。</translation>
    </message>
    <message>
        <source>There is no model {model}. Use one of {known}, or the path of a folder.</source>
        <translation>没有模型 {model}。请使用 {known} 之一，或文件夹的路径。</translation>
    </message>
    <message>
        <source>“{name}” is not installed. Add it in the Models window, or use another model.</source>
        <translation>“{name}”未安装。请在“模型”窗口中添加，或使用其他模型。</translation>
    </message>
    <message>
        <source>{model} is not on this disk. Download it ({size_bytes}) in the Models window, or with “macapp models download {id}”.</source>
        <translation>{model} 不在此磁盘上。请在“模型”窗口中下载（{size_bytes}），或使用“macapp models download {id}”下载。</translation>
    </message>
    <message>
        <source>{model} is not in the list of models. “macapp models list” shows all models.</source>
        <translation>{model} 不在模型列表中。“macapp models list”可显示所有模型。</translation>
    </message>
    <message>
        <source>{name} cannot be deleted here: {path} belongs to another program or to Easel itself.</source>
        <translation>无法在此删除 {name}：{path} 属于其他程序或 Easel 自身。</translation>
    </message>
    <message>
        <source>{path} contains no model that Easel can use.</source>
        <translation>{path} 不含 Easel 可使用的模型。</translation>
    </message>
    <message>
        <source>{name} is a model for {use}. Easel only makes pictures.</source>
        <translation>{name} 是用于{use}的模型。Easel 只生成图片。</translation>
    </message>
    <message>
        <source>{name} is only part of a model: {part}. Add the complete model.</source>
        <translation>{name} 只是模型的一部分：{part}。请添加完整的模型。</translation>
    </message>
    <message>
        <source>{name} is of a kind that Easel does not support: {form}.</source>
        <translation>{name} 属于 Easel 不支持的类型：{form}。</translation>
    </message>
    <message>
        <source>{name} is not a model that Easel can use.</source>
        <translation>{name} 不是 Easel 可使用的模型。</translation>
    </message>
    <message>
        <source>{name} is not a complete checkpoint of Stable Diffusion 1, 2 or XL.</source>
        <translation>{name} 不是完整的 Stable Diffusion 1、2 或 XL checkpoint。</translation>
    </message>
    <message>
        <source>{name} is a {family} model without its {parts}. Download what is missing with “macapp models download {ids}”, or put the files next to it.</source>
        <translation>{name} 是 {family} 模型，但缺少 {parts}。请使用“macapp models download {ids}”下载缺少的部分，或将文件放在它旁边。</translation>
    </message>
    <message>
        <source>{name} is a {family} model without its {parts}. Put the missing files next to it, or in a folder that Easel searches for models.</source>
        <translation>{name} 是 {family} 模型，但缺少 {parts}。请将缺少的文件放在它旁边，或放在 Easel 搜索模型的文件夹中。</translation>
    </message>
    <message>
        <source>{name} is not a text encoder or a VAE that Easel knows.</source>
        <translation>{name} 不是 Easel 认识的文本编码器或 VAE。</translation>
    </message>
    <message>
        <source>{name} is a {what}, which Easel does not support.</source>
        <translation>{name} 是 {what}，Easel 不支持。</translation>
    </message>
    <message>
        <source>{name} is damaged: its {part} has missing tensors. Download or copy it again.</source>
        <translation>{name} 已损坏：其 {part} 缺少张量。请重新下载或拷贝。</translation>
    </message>
    <message>
        <source>{name} has weights in a packed format that Easel does not support. Look for a version in 16 bits, fp8 or GGUF.</source>
        <translation>{name} 的权重采用 Easel 不支持的量化格式。请寻找 16 位、fp8 或 GGUF 版本。</translation>
    </message>
    <message>
        <source>{path} is not a model: it has no model_index.json.</source>
        <translation>{path} 不是模型：其中没有 model_index.json。</translation>
    </message>
    <message>
        <source>The model in {path} is a {kind}, which Easel does not support.</source>
        <translation>{path} 中的模型是 {kind}，Easel 不支持。</translation>
    </message>
    <message>
        <source>The model in {path} has {channels} channels, like models that {use}. Easel cannot run it. Choose a model that generates pictures from a prompt.</source>
        <translation>{path} 中的模型有 {channels} 个通道，与用于{use}的模型相同。Easel 无法运行它。请选择根据提示词生成图片的模型。</translation>
    </message>
    <message>
        <source>{name} has fewer blocks than its model family, like distilled models. Get it as a folder with a model_index.json.</source>
        <translation>{name} 的块数少于所属模型系列，可能是蒸馏模型。请获取带有 model_index.json 的文件夹版本。</translation>
    </message>
    <message>
        <source>{name} is a file. A ControlNet is a folder with a config.json and its weights.</source>
        <translation>{name} 是一个文件。ControlNet 应为包含 config.json 和权重的文件夹。</translation>
    </message>
    <message>
        <source>{kind} needs {name} {least} or later, and {version} is installed. Choose a Stable Diffusion model.</source>
        <translation>{kind} 需要 {name} {least} 或更高版本，当前安装的是 {version}。请选择 Stable Diffusion 模型。</translation>
    </message>
    <message>
        <source>The installed {name} ({version}) does not support {kind}. Choose a Stable Diffusion model.</source>
        <translation>已安装的 {name}（{version}）不支持 {kind}。请选择 Stable Diffusion 模型。</translation>
    </message>
    <message>
        <source>The weights of the model in {path} are packed by {program}, which Easel does not support. Get the model in 16 bits, which Easel packs itself (“Weights”), or as a GGUF file.</source>
        <translation>{path} 中模型的权重由 {program} 量化，Easel 不支持。请获取 16 位的模型，由 Easel 自行量化（“权重”），或获取 GGUF 文件。</translation>
    </message>
    <message>
        <source>The model in {path} is incomplete: {part} is missing or damaged.</source>
        <translation>{path} 中的模型不完整：{part} 缺失或已损坏。</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: the weights of its {part} do not match its configuration.</source>
        <translation>{path} 中的模型已损坏：其 {part} 的权重与配置不符。</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: its {part} lacks tensors ({count}), such as {example}. Download it again.</source>
        <translation>{path} 中的模型已损坏：其 {part} 缺少张量（{count} 个），例如 {example}。请重新下载。</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: its {part} does not match its {other}. Download it again.</source>
        <translation>{path} 中的模型已损坏：其 {part} 与 {other} 不匹配。请重新下载。</translation>
    </message>
    <message>
        <source>The model in {path} has a link, {part}, that leads out of its folder. Easel does not follow such links.</source>
        <translation>{path} 中的模型有一个链接 {part} 指向其文件夹之外。Easel 不会跟随这类链接。</translation>
    </message>
    <message>
        <source>The model in {path} has a part, {part}, of an unknown type. Easel does not load it, because it could be code.</source>
        <translation>{path} 中的模型有一个类型未知的组件 {part}。Easel 不会载入它，因为它可能是代码。</translation>
    </message>
    <message>
        <source>The weights of {model} are damaged: its {part} makes every picture a single colour. Download the model again.</source>
        <translation>{model} 的权重已损坏：其 {part} 会使每张图片都变成单一颜色。请重新下载模型。</translation>
    </message>
    <message>
        <source>The weights of {model} are damaged: its {part} contains invalid numbers. Download the model again.</source>
        <translation>{model} 的权重已损坏：其 {part} 含有无效数字。请重新下载模型。</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: {part} does not match its {encoder}, which has {tokens} tokens. Download the model again.</source>
        <translation>{path} 中的模型已损坏：{part} 与其有 {tokens} 个 token 的 {encoder} 不匹配。请重新下载模型。</translation>
    </message>
    <message>
        <source>The model {model} could not be loaded: {why}.</source>
        <translation>无法载入模型 {model}：{why}。</translation>
    </message>
    <message>
        <source>{name} has no weights that Easel can pack in {format}, so a packed copy would not load faster.</source>
        <translation>{name} 没有 Easel 可量化为 {format} 的权重，因此量化副本不会载入得更快。</translation>
    </message>
    <message>
        <source>There is no packed copy of {model}. “macapp models list” shows all copies.</source>
        <translation>没有 {model} 的量化副本。“macapp models list”可显示所有副本。</translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}.</source>
        <translation>{format} 量化副本，{size_bytes}。</translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}, which is not used: the model or Easel has changed. Make it again or delete it.</source>
        <translation>{format} 量化副本，{size_bytes}，未使用：模型或 Easel 已更改。请重新制作或将其删除。</translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}, which is not used: it is damaged. Make it again or delete it.</source>
        <translation>{format} 量化副本，{size_bytes}，未使用：副本已损坏。请重新制作或将其删除。</translation>
    </message>
    <message>
        <source>There is no {kind} at {model}.</source>
        <translation>{model} 处没有 {kind}。</translation>
    </message>
    <message>
        <source>{name} is the wrong type of model. Expected: {kind}.</source>
        <translation>{name} 的模型类型不正确。应为：{kind}。</translation>
    </message>
    <message>
        <source>This {kind} was made for another model family than {model}: {name}. Choose one for the same family.</source>
        <translation>此 {kind} 所属的模型系列与 {model} 不同：{name}。请选择同一系列的。</translation>
    </message>
    <message>
        <source>{path} must contain exactly one .safetensors file. Choose the {kind} file itself.</source>
        <translation>{path} 必须只包含一个 .safetensors 文件。请直接选择 {kind} 文件。</translation>
    </message>
    <message>
        <source>{name} could run code when it is opened, so Easel does not open it. Look for a .safetensors version, or convert it.</source>
        <translation>{name} 打开时可能会运行代码，因此 Easel 不会打开它。请寻找 .safetensors 版本，或将其转换。</translation>
    </message>
    <message>
        <source>{name} is a {form}, which Easel does not support. Look for a plain LoRA version.</source>
        <translation>{name} 是 {form}，Easel 不支持。请寻找普通的 LoRA 版本。</translation>
    </message>
    <message>
        <source>{name} is damaged: one of the two halves of a tensor is missing. Download it again.</source>
        <translation>{name} 已损坏：某个张量的两半缺少其一。请重新下载。</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} 是空的。</translation>
    </message>
    <message>
        <source>{name} is a Git LFS pointer, not the weights. Download the file itself.</source>
        <translation>{name} 是 Git LFS 指针，而不是权重。请下载文件本身。</translation>
    </message>
    <message>
        <source>{name} is a web page that was saved in place of the weights. Download the file again.</source>
        <translation>{name} 是被当作权重存储的网页。请重新下载文件。</translation>
    </message>
    <message>
        <source>{name} is a pickle with another file name. It could run code when it is opened, so Easel does not open it. Look for a .safetensors version.</source>
        <translation>{name} 是改了文件名的 pickle。它打开时可能会运行代码，因此 Easel 不会打开它。请寻找 .safetensors 版本。</translation>
    </message>
    <message>
        <source>{name} is a GGUF file with another suffix. Rename it to end in .gguf.</source>
        <translation>{name} 是后缀不同的 GGUF 文件。请重新命名，使其以 .gguf 结尾。</translation>
    </message>
    <message>
        <source>{name} is not a GGUF file, although its name says so. Download it again.</source>
        <translation>{name} 虽以 GGUF 命名，但不是 GGUF 文件。请重新下载。</translation>
    </message>
    <message>
        <source>{name} is in version {version} of GGUF, and Easel reads versions 2 and 3. Look for a file in version 3.</source>
        <translation>{name} 的 GGUF 版本为 {version}，而 Easel 只能读取版本 2 和 3。请寻找版本 3 的文件。</translation>
    </message>
    <message>
        <source>{name} is a GGUF for big-endian machines. Look for the usual, little-endian one.</source>
        <translation>{name} 是用于大端机器的 GGUF。请寻找常见的小端版本。</translation>
    </message>
    <message>
        <source>{name} is a GGUF of a language model or text encoder ({kind}). Easel reads GGUF files of image models.</source>
        <translation>{name} 是语言模型或文本编码器的 GGUF（{kind}）。Easel 读取图像模型的 GGUF 文件。</translation>
    </message>
    <message>
        <source>{name} has weights in {kind}, which Easel does not support. Look for a version in Q8_0, Q6_K, Q5_K, Q4_K, Q5_1, Q5_0, Q4_1, Q4_0, BF16 or F16.</source>
        <translation>{name} 的权重为 {kind}，Easel 不支持。请寻找 Q8_0、Q6_K、Q5_K、Q4_K、Q5_1、Q5_0、Q4_1、Q4_0、BF16 或 F16 版本。</translation>
    </message>
    <message>
        <source>{name} contains text, not weights.</source>
        <translation>{name} 包含的是文本，而不是权重。</translation>
    </message>
    <message>
        <source>{name} is incomplete. Download or copy it again.</source>
        <translation>{name} 不完整。请重新下载或拷贝。</translation>
    </message>
    <message>
        <source>{name} is damaged: its list of tensors cannot be read. Download or copy it again.</source>
        <translation>{name} 已损坏：无法读取其张量列表。请重新下载或拷贝。</translation>
    </message>
    <message>
        <source>{name} contains no tensors.</source>
        <translation>{name} 不含张量。</translation>
    </message>
    <message>
        <source>{name} has weights in {kind}, which need PyTorch {least} or later, and {version} is installed. Look for a version in 16 bits or GGUF.</source>
        <translation>{name} 的权重为 {kind}，需要 PyTorch {least} 或更高版本，当前安装的是 {version}。请寻找 16 位或 GGUF 版本。</translation>
    </message>
    <message>
        <source>{name} contains numbers of an unknown type.</source>
        <translation>{name} 含有未知类型的数字。</translation>
    </message>
    <message>
        <source>{name} is damaged: the shape of a tensor does not match its length. Download or copy it again.</source>
        <translation>{name} 已损坏：某个张量的形状与其长度不符。请重新下载或拷贝。</translation>
    </message>
    <message>
        <source>{name} is damaged: its tensors overlap. Download or copy it again.</source>
        <translation>{name} 已损坏：其张量互相重叠。请重新下载或拷贝。</translation>
    </message>
    <message>
        <source>{name} is damaged: there is a gap between its tensors. Download or copy it again.</source>
        <translation>{name} 已损坏：其张量之间有空隙。请重新下载或拷贝。</translation>
    </message>
    <message>
        <source>{name} is damaged: there is data after its last tensor. Download or copy it again.</source>
        <translation>{name} 已损坏：最后一个张量之后还有数据。请重新下载或拷贝。</translation>
    </message>
    <message>
        <source>{value} is not a repository name. Write it as owner/name.</source>
        <translation>{value} 不是仓库名称。请写成“所有者/名称”。</translation>
    </message>
    <message>
        <source>{value} is not a revision of a repository.</source>
        <translation>{value} 不是仓库的修订版本。</translation>
    </message>
    <message>
        <source>{repository} has no .safetensors weights. Look for a copy that does.</source>
        <translation>{repository} 没有 .safetensors 权重。请寻找含有该权重的副本。</translation>
    </message>
    <message>
        <source>This is not a hub token. Copy the whole token from your settings on the hub.</source>
        <translation>这不是 Hub 令牌。请从你的 Hub 设置中拷贝完整的令牌。</translation>
    </message>
    <message>
        <source>This machine has no keychain to store secrets in, so the token is not saved.</source>
        <translation>这台机器没有可存储机密信息的钥匙串，因此不会存储令牌。</translation>
    </message>
    <message>
        <source>{repository} does not exist, or you must sign in to see it. Check the name, or sign in.</source>
        <translation>{repository} 不存在，或需要登录才能查看。请检查名称，或登录。</translation>
    </message>
    <message>
        <source>{repository} requires you to accept its licence. Open its page on the hub, accept the licence, and try again.</source>
        <translation>{repository} 要求你接受其许可协议。请在 Hub 上打开其页面，接受许可协议，然后再试一次。</translation>
    </message>
    <message>
        <source>There is no repository {repository} on the hub.</source>
        <translation>Hub 上没有仓库 {repository}。</translation>
    </message>
    <message>
        <source>{repository} has no revision {value}.</source>
        <translation>{repository} 没有修订版本 {value}。</translation>
    </message>
    <message>
        <source>The hub has received too many requests. Try again in a few minutes.</source>
        <translation>Hub 收到的请求过多。请几分钟后再试。</translation>
    </message>
    <message>
        <source>The hub has a problem ({status}). Try again later.</source>
        <translation>Hub 出现问题（{status}）。请稍后再试。</translation>
    </message>
    <message>
        <source>The answer did not come from the hub. Sign in to this network first, then try again.</source>
        <translation>响应并非来自 Hub。请先登录此网络，然后再试一次。</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate could not be verified. Check the clock and the proxy settings of this machine.</source>
        <translation>无法验证 Hub 的证书。请检查这台机器的时钟和代理设置。</translation>
    </message>
    <message>
        <source>The hub&apos;s address was not found. Check that this machine is online.</source>
        <translation>找不到 Hub 的地址。请检查这台机器是否已联网。</translation>
    </message>
    <message>
        <source>The hub cannot be reached. Check that this machine is online.</source>
        <translation>无法连接 Hub。请检查这台机器是否已联网。</translation>
    </message>
    <message>
        <source>{name} in {repository} is not the file that Easel expects, so it is not downloaded.</source>
        <translation>{repository} 中的 {name} 不是 Easel 预期的文件，因此没有下载。</translation>
    </message>
    <message>
        <source>This process downloads nothing. Use “macapp models download”.</source>
        <translation>此进程不会下载任何内容。请使用“macapp models download”。</translation>
    </message>
    <message>
        <source>The connection was lost while downloading {name}. Try again to continue where it stopped.</source>
        <translation>下载 {name} 时连接中断。再试一次可从中断处继续。</translation>
    </message>
    <message>
        <source>{name} does not match the hub&apos;s description and was deleted. Try again.</source>
        <translation>{name} 与 Hub 的描述不符，已被删除。请再试一次。</translation>
    </message>
    <message>
        <source>There is no picture with the id {id}.</source>
        <translation>没有 ID 为 {id} 的图片。</translation>
    </message>
    <message>
        <source>{name} is not a picture that Easel can open. It looks like {looks}.</source>
        <translation>{name} 不是 Easel 可打开的图片。它看起来是{looks}。</translation>
    </message>
    <message>
        <source>{name} is a {format} picture, which Easel cannot open. Convert it to PNG or JPEG first, for example with Preview.</source>
        <translation>{name} 是 {format} 图片，Easel 无法打开。请先将它转换为 PNG 或 JPEG，例如使用“预览”。</translation>
    </message>
    <message>
        <source>{name} is damaged: the picture is incomplete.</source>
        <translation>{name} 已损坏：图片不完整。</translation>
    </message>
    <message>
        <source>{name} has {width} x {height} pixels. The limit is {limit} megapixels.</source>
        <translation>{name} 为 {width} x {height} 像素。上限为 {limit} 百万像素。</translation>
    </message>
    <message>
        <source>{name} has {width} x {height} pixels, which is too narrow to use.</source>
        <translation>{name} 为 {width} x {height} 像素，过于狭窄，无法使用。</translation>
    </message>
    <message>
        <source>{name} is {size_bytes} large. The limit is {limit_bytes}.</source>
        <translation>{name} 的大小为 {size_bytes}。上限为 {limit_bytes}。</translation>
    </message>
    <message>
        <source>{name} contains too much data besides the picture, such as text and profiles. The limit is {limit_bytes}, in a few parts.</source>
        <translation>除图片外，{name} 还包含过多数据，例如文本和描述文件。上限为 {limit_bytes}，且只能分为少数几个部分。</translation>
    </message>
    <message>
        <source>Damaged pictures are not in the gallery: {names} ({count} in total). Nothing was deleted.</source>
        <translation>损坏的图片未列入图库：{names}（共 {count} 张）。没有删除任何内容。</translation>
    </message>
    <message>
        <source>The source image is no longer in the library. Add it again.</source>
        <translation>原图已不在资料库中。请重新添加。</translation>
    </message>
    <message>
        <source>The finished picture could not be saved ({kind}: {text}). Easel keeps it and tries again, and the queue waits.</source>
        <translation>无法存储已完成的图片（{kind}：{text}）。Easel 会保留它并重试，队列将等待。</translation>
    </message>
    <message>
        <source>{name} no longer has the size in its settings, so it cannot be compared.</source>
        <translation>{name} 的尺寸已与其设置不符，因此无法比较。</translation>
    </message>
    <message>
        <source>{name} was made by {source}, and its file lacks some settings that are needed to make it again.</source>
        <translation>{name} 由 {source} 生成，其文件缺少重新生成所需的部分设置。</translation>
    </message>
    <message>
        <source>The whole picture has one colour. The model or the GPU may have failed.</source>
        <translation>整张图片只有一种颜色。模型或 GPU 可能出现了故障。</translation>
    </message>
    <message>
        <source>{name} has tensors that {model} does not use: {count} of {total}, such as {example}.</source>
        <translation>{name} 含有 {model} 不使用的张量：共 {total} 个，其中 {count} 个未使用，例如 {example}。</translation>
    </message>
    <message>
        <source>{name} has several frames. The first one is used.</source>
        <translation>{name} 有多个帧。将使用第一帧。</translation>
    </message>
    <message>
        <source>{name} has transparency; it was placed on a white background.</source>
        <translation>{name} 含有透明部分；已置于白色背景上。</translation>
    </message>
    <message>
        <source>The queue is paused: Easel ended unexpectedly while it made “{prompt}”. Add --resume to continue.</source>
        <translation>队列已暂停：Easel 在生成“{prompt}”时意外退出。添加 --resume 可继续。</translation>
    </message>
    <message>
        <source>No picture was made: no job is waiting, and some are on hold ({count}). Retry or remove them in the window.</source>
        <translation>没有生成图片：没有等待中的任务，部分任务已搁置（{count} 个）。请在窗口中重试或移除。</translation>
    </message>
    <message>
        <source>The queue is paused. Add --resume to continue.</source>
        <translation>队列已暂停。添加 --resume 可继续。</translation>
    </message>
    <message>
        <source>Easel ended unexpectedly {times} times while it made this picture. The job is on hold until you retry it.</source>
        <translation>Easel 在生成这张图片时意外退出了 {times} 次。任务已搁置，直到你重试。</translation>
    </message>
    <message>
        <source>Easel ended unexpectedly {times} times while it loaded this model. Retry, or use another model.</source>
        <translation>Easel 在载入此模型时意外退出了 {times} 次。请重试，或使用其他模型。</translation>
    </message>
    <message>
        <source>Another Easel is already working on this library&apos;s queue.</source>
        <translation>另一个 Easel 正在处理此资料库的队列。</translation>
    </message>
    <message>
        <source>The library&apos;s index at {path} is damaged. Your pictures are not. Restore a backup or rebuild the index.</source>
        <translation>位于 {path} 的资料库索引已损坏，但你的图片没有损坏。请恢复备份或重建索引。</translation>
    </message>
    <message>
        <source>A check found damage in the index of your pictures. The pictures are not affected. Quit Easel and open it again to repair the index.</source>
        <translation>检查发现图片索引已损坏，但图片不受影响。请退出 Easel 并重新打开，以修复索引。</translation>
    </message>
    <message>
        <source>The library&apos;s index was made by a newer Easel (version {version}). Update this one.</source>
        <translation>资料库索引由较新的 Easel（版本 {version}）创建。请更新此 Easel。</translation>
    </message>
    <message>
        <source>Another program is using the library&apos;s index. Try again in a moment.</source>
        <translation>另一个程序正在使用资料库索引。请稍后再试。</translation>
    </message>
    <message>
        <source>The index at {path}, or a file next to it, belongs to another library. Restore a backup or rebuild the index.</source>
        <translation>位于 {path} 的索引或其旁边的文件属于另一个资料库。请恢复备份或重建索引。</translation>
    </message>
    <message>
        <source>The library&apos;s index at {path} is empty, which is never the normal state. Restore a backup or rebuild the index.</source>
        <translation>位于 {path} 的资料库索引是空的，这绝非正常状态。请恢复备份或重建索引。</translation>
    </message>
    <message>
        <source>The pictures folder {path} is not connected. Connect its disk, or run “macapp rebuild” to start with the pictures that are there.</source>
        <translation>图片文件夹 {path} 未连接。请连接其磁盘，或运行“macapp rebuild”，从现有图片开始。</translation>
    </message>
    <message>
        <source>The pictures folder {path} is not connected, so the queue waits. Connect its disk to continue.</source>
        <translation>图片文件夹 {path} 未连接，因此队列正在等待。请连接其磁盘以继续。</translation>
    </message>
    <message>
        <source>There is no backup of the index yet.</source>
        <translation>还没有索引备份。</translation>
    </message>
    <message>
        <source>{name} is not a complete backup of an index. “macapp restore --list” shows the backups.</source>
        <translation>{name} 不是完整的索引备份。“macapp restore --list”可显示所有备份。</translation>
    </message>
    <message>
        <source>The index is damaged, so no backup was made. Run “macapp rebuild”.</source>
        <translation>索引已损坏，因此没有创建备份。请运行“macapp rebuild”。</translation>
    </message>
    <message>
        <source>{name} could not be moved to the Trash. It stays where it is.</source>
        <translation>无法将 {name} 移到废纸篓。它会保留在原处。</translation>
    </message>
    <message>
        <source>{name} is in the Trash, which Easel may not read. Choose Put Back in the Finder. The gallery shows the picture again when Easel next starts.</source>
        <translation>{name} 在废纸篓中，Easel 无权读取。请在访达中选取“放回原处”。Easel 下次启动时，图库会重新显示该图片。</translation>
    </message>
    <message>
        <source>{path} belongs to the library itself. Its pictures are already in the gallery.</source>
        <translation>{path} 属于资料库本身。其中的图片已在图库中。</translation>
    </message>
    <message>
        <source>{path} is empty now. Pictures of it in the gallery: {count}. Connect its disk, or hide them with --hide-missing if they are really gone.</source>
        <translation>{path} 现在是空的。图库中来自它的图片：{count} 张。请连接其磁盘，如果图片确实已不存在，请用 --hide-missing 隐藏它们。</translation>
    </message>
    <message>
        <source>The name of {name} is not Unicode, so it cannot be stored. Rename the file.</source>
        <translation>{name} 的名称不是 Unicode，因此无法存储。请重新命名文件。</translation>
    </message>
    <message>
        <source>{name} could not be read ({kind}) and was skipped. The log has the details.</source>
        <translation>无法读取 {name}（{kind}），已跳过。详细信息请查看日志。</translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation>{name}：{why}</translation>
    </message>
    <message>
        <source>Unknown format {value}. Choose one of: {names}.</source>
        <translation>未知的格式 {value}。请选择以下之一：{names}。</translation>
    </message>
    <message>
        <source>{value} is not a valid pattern for file names. Between braces, use one of: {names}.</source>
        <translation>{value} 不是有效的文件名模式。花括号中请使用以下之一：{names}。</translation>
    </message>
    <message>
        <source>A contact sheet shows 1 to {limit} pictures, not {value}.</source>
        <translation>小样可显示 1 到 {limit} 张图片，不能是 {value}。</translation>
    </message>
    <message>
        <source>This picture has {width} x {height} pixels, and WebP supports at most {limit} a side. Choose PNG or JPEG.</source>
        <translation>这张图片为 {width} x {height} 像素，而 WebP 每边最多支持 {limit} 像素。请选择 PNG 或 JPEG。</translation>
    </message>
    <message>
        <source>The prompt could not be removed from the picture, so nothing was written.</source>
        <translation>无法从图片中移除提示词，因此没有写入任何内容。</translation>
    </message>
    <message>
        <source>{path} is neither a folder nor the name of a PNG file.</source>
        <translation>{path} 既不是文件夹，也不是 PNG 文件的名称。</translation>
    </message>
    <message>
        <source>Cannot search for {field}:{value}. After {field}:, write a number, &gt;30, or 20..40.</source>
        <translation>无法搜索 {field}:{value}。在 {field}: 之后请写一个数字、&gt;30 或 20..40。</translation>
    </message>
    <message>
        <source>Cannot search for {field}:{value}. After {field}:, write one of: {names}.</source>
        <translation>无法搜索 {field}:{value}。在 {field}: 之后请写以下之一：{names}。</translation>
    </message>
    <message>
        <source>{field}:{value} is not a date. Write 2026-11-20, 2026-11, 2026, today or yesterday.</source>
        <translation>{field}:{value} 不是日期。请写 2026-11-20、2026-11、2026、today 或 yesterday。</translation>
    </message>
    <message>
        <source>A newer Easel made this job, and this version does not understand all of it. Update Easel to run it.</source>
        <translation>此任务由较新的 Easel 创建，此版本无法完全识别。请更新 Easel 以运行它。</translation>
    </message>
    <message>
        <source>A newer Easel saved the reason in a form that this version cannot read. Update Easel to read it.</source>
        <translation>原因由较新的 Easel 存储，此版本无法读取其格式。请更新 Easel 以查看。</translation>
    </message>
    <message>
        <source>A newer Easel gave a reason that this version does not know ({code}). Update Easel to read it.</source>
        <translation>较新的 Easel 给出了此版本不认识的原因（{code}）。请更新 Easel 以查看。</translation>
    </message>
    <message>
        <source>A newer Easel made {name} with settings that this version does not know. Update Easel to repeat it.</source>
        <translation>{name} 由较新的 Easel 生成，使用了此版本不认识的设置。请更新 Easel 以重新生成。</translation>
    </message>
    <message>
        <source>A newer Easel saved {name}, and this version does not understand all of it. Choose another name.</source>
        <translation>{name} 由较新的 Easel 存储，此版本无法完全识别。请选择其他名称。</translation>
    </message>
    <message>
        <source>There is no file at {path}.</source>
        <translation>{path} 处没有文件。</translation>
    </message>
    <message>
        <source>{path} is {looks}, not a file. Choose a file.</source>
        <translation>{path} 是{looks}，不是文件。请选择文件。</translation>
    </message>
    <message>
        <source>{path} is larger than {limit_bytes}, the limit for such a file. Choose a smaller file.</source>
        <translation>{path} 大于 {limit_bytes}，超出了此类文件的上限。请选择较小的文件。</translation>
    </message>
    <message>
        <source>{path} is not a folder.</source>
        <translation>{path} 不是文件夹。</translation>
    </message>
    <message>
        <source>{path} does not exist. Check whether it was moved or renamed.</source>
        <translation>{path} 不存在。请检查它是否已被移动或重新命名。</translation>
    </message>
    <message>
        <source>{path} cannot be used: there is a file where a folder is needed, or the other way round.</source>
        <translation>无法使用 {path}：需要文件夹的地方是文件，或需要文件的地方是文件夹。</translation>
    </message>
    <message>
        <source>{path} is a folder. Choose a file.</source>
        <translation>{path} 是文件夹。请选择文件。</translation>
    </message>
    <message>
        <source>The name {path} is too long for this disk. Choose a shorter one.</source>
        <translation>名称 {path} 对此磁盘来说过长。请选择较短的名称。</translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself. Choose the file itself.</source>
        <translation>{path} 是指回自身的链接。请选择文件本身。</translation>
    </message>
    <message>
        <source>{value} is not Unicode, so it cannot be stored. Rename or rewrite it.</source>
        <translation>{value} 不是 Unicode，因此无法存储。请重新命名或改写。</translation>
    </message>
    <message>
        <source>The disk has only {free} of free space, and {needed} is needed. Free some space to continue.</source>
        <translation>磁盘仅有 {free} 可用空间，而需要 {needed}。请释放一些空间以继续。</translation>
    </message>
    <message>
        <source>The disk is full. Free some space, then try again.</source>
        <translation>磁盘已满。请释放一些空间，然后再试一次。</translation>
    </message>
    <message>
        <source>The disk does not respond or is not connected. Connect it, then try again.</source>
        <translation>磁盘没有响应或未连接。请连接磁盘，然后再试一次。</translation>
    </message>
    <message>
        <source>The file is too large for this disk. Choose another folder.</source>
        <translation>文件对此磁盘来说过大。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The disk is read-only. Choose another folder.</source>
        <translation>磁盘是只读的。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Easel has no permission to use {path}. Choose another location, or allow access.</source>
        <translation>Easel 没有权限使用 {path}。请选择其他位置，或允许访问。</translation>
    </message>
    <message>
        <source>The disk reported an error. Check the disk before you continue.</source>
        <translation>磁盘报告了错误。请先检查磁盘再继续。</translation>
    </message>
    <message>
        <source>Too many files are open on this machine. Close other programs, then try again.</source>
        <translation>这台机器上打开的文件过多。请关闭其他程序，然后再试一次。</translation>
    </message>
    <message>
        <source>The system reported an error ({name}: {why}). Try again. If it happens again, check the disk.</source>
        <translation>系统报告了错误（{name}：{why}）。请再试一次。如果再次出现，请检查磁盘。</translation>
    </message>
    <message>
        <source>The results could not be printed: {why}.</source>
        <translation>无法输出结果：{why}。</translation>
    </message>
    <message>
        <source>Memory is low, so Easel unloaded the model. The next picture loads it again.</source>
        <translation>内存不足，Easel 已卸载模型。生成下一张图片时会重新载入。</translation>
    </message>
    <message>
        <source>Memory is low, so Easel makes the next pictures with less memory and a little more slowly.</source>
        <translation>内存不足，Easel 将使用较少的内存生成接下来的图片，速度会稍慢。</translation>
    </message>
    <message>
        <source>macOS stopped the picture on the GPU. This happens when the screen waits too long for its turn, or when the Mac sleeps. Try again with a smaller size, or with the display asleep.</source>
        <translation>macOS 停止了 GPU 上的图片生成。屏幕等待时间过长或 Mac 进入睡眠时会出现这种情况。请使用较小的尺寸或让显示器睡眠后再试一次。</translation>
    </message>
    <message>
        <source>There was not enough memory. Choose a smaller size, or close other programs.</source>
        <translation>内存不足。请选择较小的尺寸，或关闭其他程序。</translation>
    </message>
    <message>
        <source>There was not enough memory for {width} x {height}, which needs about {needed} of the {available} that is available. Choose a smaller size, or close other programs.</source>
        <translation>内存不足，无法生成 {width} x {height}：约需 {needed}，可用 {available}。请选择较小的尺寸，或关闭其他程序。</translation>
    </message>
    <message>
        <source>There is not enough memory to load PyTorch, which makes the pictures. Close other programs, and start Easel again.</source>
        <translation>内存不足，无法载入生成图片所需的 PyTorch。请关闭其他程序，然后重新启动 Easel。</translation>
    </message>
    <message>
        <source>The model returned invalid numbers instead of a picture. Try another seed or less guidance.</source>
        <translation>模型返回了无效数字，而不是图片。请尝试其他种子或降低引导系数。</translation>
    </message>
    <message>
        <source>PyTorch cannot use {device} on this machine.</source>
        <translation>PyTorch 无法在这台机器上使用 {device}。</translation>
    </message>
    <message>
        <source>Easel needs the library {name}, which could not be loaded: {why}.</source>
        <translation>Easel 需要库 {name}，但无法载入：{why}。</translation>
    </message>
    <message>
        <source>This needs the library {name}, which is not installed.</source>
        <translation>这需要库 {name}，但尚未安装。</translation>
    </message>
    <message>
        <source>{value} is not a property of a machine. Write one of {names}, for example ram=16GB.</source>
        <translation>{value} 不是机器的属性。请写 {names} 之一，例如 ram=16GB。</translation>
    </message>
    <message>
        <source>{value} is not a value for {field}. Write it as {field}={example}.</source>
        <translation>{value} 不是 {field} 的有效值。请写成 {field}={example}。</translation>
    </message>
    <message>
        <source>PyTorch {torch} is known for noise and slow pictures on Apple&apos;s GPU. Use 2.6 or later.</source>
        <translation>已知 PyTorch {torch} 在 Apple GPU 上会产生噪声且图片生成缓慢。请使用 2.6 或更高版本。</translation>
    </message>
    <message>
        <source>PyTorch {torch} is known for wrong noise levels on macOS {macos}. Use 2.3 or later.</source>
        <translation>已知 PyTorch {torch} 在 macOS {macos} 上的噪声水平不正确。请使用 2.3 或更高版本。</translation>
    </message>
    <message>
        <source>PyTorch {torch} is known to spoil pictures on macOS {macos}. Use 2.13 or later.</source>
        <translation>已知 PyTorch {torch} 在 macOS {macos} 上会损坏图片。请使用 2.13 或更高版本。</translation>
    </message>
    <message>
        <source>macOS {macos} is known for wrong results of large products on Apple&apos;s GPU. Update macOS.</source>
        <translation>已知 macOS {macos} 在 Apple GPU 上计算大型乘积时结果不正确。请更新 macOS。</translation>
    </message>
    <message>
        <source>Easel runs under Rosetta as a program for {arch}, so it cannot use Apple&apos;s GPU. Turn off “Open using Rosetta” in its Get Info window, or use a Python for Apple silicon (arm64).</source>
        <translation>Easel 正在 Rosetta 下作为 {arch} 程序运行，因此无法使用 Apple GPU。请在其“显示简介”窗口中关闭“使用 Rosetta 打开”，或使用适用于 Apple 芯片（arm64）的 Python。</translation>
    </message>
    <message>
        <source>This Mac has no Apple silicon ({arch}). Its processor makes the pictures, which takes minutes for each.</source>
        <translation>此 Mac 没有 Apple 芯片（{arch}）。图片由处理器生成，每张需要数分钟。</translation>
    </message>
    <message>
        <source>PyTorch {torch} needs macOS {least} for Apple&apos;s GPU, and this is {macos}. Update macOS, or install the package set for this version. Until then, the processor makes the pictures, slowly.</source>
        <translation>PyTorch {torch} 使用 Apple GPU 需要 macOS {least}，当前为 {macos}。请更新 macOS，或安装适用于此版本的软件包。在此之前，图片由处理器生成，速度较慢。</translation>
    </message>
    <message>
        <source>Apple&apos;s GPU needs macOS 12.6 or later, and this is {macos}.</source>
        <translation>使用 Apple GPU 需要 macOS 12.6 或更高版本，当前为 {macos}。</translation>
    </message>
    <message>
        <source>macOS 13 or later is recommended, and this is {macos}.</source>
        <translation>建议使用 macOS 13 或更高版本，当前为 {macos}。</translation>
    </message>
    <message>
        <source>Apple&apos;s GPU needs PyTorch 1.13 or later, and this is {torch}.</source>
        <translation>使用 Apple GPU 需要 PyTorch 1.13 或更高版本，当前为 {torch}。</translation>
    </message>
    <message>
        <source>PyTorch 2.0 or later is recommended, and this is {torch}.</source>
        <translation>建议使用 PyTorch 2.0 或更高版本，当前为 {torch}。</translation>
    </message>
    <message>
        <source>Canceled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Something went wrong inside Easel ({kind}: {text}). The log has the details.</source>
        <translation>Easel 内部出现问题（{kind}：{text}）。详细信息请查看日志。</translation>
    </message>
    <message>
        <source>{message}</source>
        <translation>{message}</translation>
    </message>
    <message>
        <source>Easel is already open with this library, but its window does not respond. Quit that Easel first.</source>
        <translation>Easel 已打开此资料库，但其窗口没有响应。请先退出那个 Easel。</translation>
    </message>
    <message>
        <source>Easel could not restart by itself. Quit it and open it again. The picture waits in the queue.</source>
        <translation>Easel 无法自行重新启动。请退出后重新打开。图片在队列中等待。</translation>
    </message>
    <message>
        <source>This copy of Easel is incomplete: its {part} is missing or damaged. Replace it with a new copy.</source>
        <translation>这份 Easel 不完整：其 {part} 缺失或已损坏。请换成新的副本。</translation>
    </message>
    <message>
        <source>macOS runs Easel from a hidden copy, because Easel was not moved after the download. Quit Easel, drag it into Applications, and open it there.</source>
        <translation>Easel 下载后没有移动过，因此 macOS 从隐藏的副本运行它。请退出 Easel，将它拖到“应用程序”中，再从那里打开。</translation>
    </message>
    <message>
        <source>Easel runs from the disk image {name} and ends when the image is ejected. Drag Easel into Applications, and open it there.</source>
        <translation>Easel 正从磁盘映像 {name} 运行，映像推出时它会退出。请将 Easel 拖到“应用程序”中，再从那里打开。</translation>
    </message>
    <message>
        <source>Easel is in {path}, on a read-only disk, so it cannot be updated. Move it into Applications.</source>
        <translation>Easel 位于只读磁盘上的 {path}，因此无法更新。请将它移到“应用程序”中。</translation>
    </message>
    <message>
        <source>Easel has no page of releases yet, so it cannot check for updates.</source>
        <translation>Easel 还没有发布页面，因此无法检查更新。</translation>
    </message>
    <message>
        <source>The page of releases cannot be reached. Check that this machine is online.</source>
        <translation>无法连接发布页面。请检查这台机器是否已联网。</translation>
    </message>
    <message>
        <source>The answer is not the page of releases. Try again later.</source>
        <translation>响应不是发布页面。请稍后再试。</translation>
    </message>
    <message>
        <source>The first picture was refused: {why}.</source>
        <translation>第一张图片被拒绝：{why}。</translation>
    </message>
    <message>
        <source>Timed out after {seconds} seconds while waiting for {what}.</source>
        <translation>等待{what}时超时（{seconds} 秒）。</translation>
    </message>
    <message>
        <source>The first picture is not what was requested: {middle} in its middle, {corner} in a corner.</source>
        <translation>第一张图片与请求不符：中央为 {middle}，一角为 {corner}。</translation>
    </message>
    <message>
        <source>Attention is sliced because of your setting.</source>
        <translation>根据你的设置，注意力分片计算。</translation>
    </message>
    <message>
        <source>Attention is not sliced because of your setting.</source>
        <translation>根据你的设置，注意力不分片。</translation>
    </message>
    <message>
        <source>Attention is not sliced: slicing is for Apple&apos;s GPU, and this runs on {device}.</source>
        <translation>注意力不分片：分片适用于 Apple GPU，而当前运行于 {device}。</translation>
    </message>
    <message>
        <source>Attention is sliced because this Mac has {ram} of memory, less than {limit}.</source>
        <translation>注意力分片计算，因为此 Mac 的内存为 {ram}，少于 {limit}。</translation>
    </message>
    <message>
        <source>Attention is sliced because {width} x {height} is larger than 512 x 512.</source>
        <translation>注意力分片计算，因为 {width} x {height} 大于 512 x 512。</translation>
    </message>
    <message>
        <source>A slice has as many scores as one head of one picture.</source>
        <translation>一个分片的分数数量与一张图片的一个注意力头相同。</translation>
    </message>
    <message>
        <source>Where the kernel stores no scores, a slice is as large as possible: all queries at once.</source>
        <translation>在内核不存储分数的情况下，分片尽可能大：一次处理所有查询。</translation>
    </message>
    <message>
        <source>Attention is not sliced: {ram} of memory is enough.</source>
        <translation>注意力不分片：{ram} 内存足够。</translation>
    </message>
    <message>
        <source>Attention heads are not padded: {device} supports any width.</source>
        <translation>注意力头不填充：{device} 支持任意宽度。</translation>
    </message>
    <message>
        <source>Attention heads are padded to widths for which PyTorch {torch} has a kernel that stores no scores.</source>
        <translation>注意力头填充到 PyTorch {torch} 具有不存储分数的内核的宽度。</translation>
    </message>
    <message>
        <source>Attention heads are not padded: this helps only from PyTorch 2.13 on, and this is {torch}.</source>
        <translation>注意力头不填充：从 PyTorch 2.13 起才有帮助，当前为 {torch}。</translation>
    </message>
    <message>
        <source>Text encoders stay in memory.</source>
        <translation>文本编码器保留在内存中。</translation>
    </message>
    <message>
        <source>Text encoders are released between prompts, because this Mac has {ram} of memory.</source>
        <translation>文本编码器在提示词之间释放，因为此 Mac 的内存为 {ram}。</translation>
    </message>
    <message>
        <source>Text encoders are released between prompts so that the picture fits.</source>
        <translation>文本编码器在提示词之间释放，以便容纳图片。</translation>
    </message>
    <message>
        <source>Text encoders are loaded for a new prompt, one at a time, and released before the rest of the model is loaded, so that the picture fits.</source>
        <translation>遇到新提示词时，文本编码器逐个载入，并在载入模型其余部分之前释放，以便容纳图片。</translation>
    </message>
    <message>
        <source>Both sides of guidance are computed at once.</source>
        <translation>引导的两侧同时计算。</translation>
    </message>
    <message>
        <source>Guidance runs in two passes so that the picture fits.</source>
        <translation>引导分两次计算，以便容纳图片。</translation>
    </message>
    <message>
        <source>Weights are in full precision: they fit.</source>
        <translation>权重为全精度：内存可以容纳。</translation>
    </message>
    <message>
        <source>Weights are in full precision.</source>
        <translation>权重为全精度。</translation>
    </message>
    <message>
        <source>Weights take {format}, as you chose.</source>
        <translation>权重使用 {format}，这是你的选择。</translation>
    </message>
    <message>
        <source>Weights take {format}, so that the picture fits. It differs slightly from full precision.</source>
        <translation>权重使用 {format}，以便容纳图片。图片与全精度略有不同。</translation>
    </message>
    <message>
        <source>The picture is decoded in one piece.</source>
        <translation>图片一次性解码。</translation>
    </message>
    <message>
        <source>The picture is decoded in tiles, because it is larger than 1024x1024 and Apple&apos;s GPU may compute large products incorrectly. Seams may be faintly visible.</source>
        <translation>图片分块解码，因为它大于 1024x1024，而 Apple GPU 可能会错误计算大型乘积。接缝可能隐约可见。</translation>
    </message>
    <message>
        <source>The picture is decoded in tiles, because this Mac has {ram} of memory.</source>
        <translation>图片分块解码，因为此 Mac 的内存为 {ram}。</translation>
    </message>
    <message>
        <source>The picture is decoded in tiles so that it fits. Seams may be faintly visible.</source>
        <translation>图片分块解码，以便内存容纳。接缝可能隐约可见。</translation>
    </message>
    <message>
        <source>A picture may use {available} of {ram} of memory.</source>
        <translation>一张图片可使用 {available} 内存，总内存为 {ram}。</translation>
    </message>
    <message>
        <source>A picture may use {available}: Metal recommends at most {allowed}, and a tenth stays free.</source>
        <translation>一张图片可使用 {available}：Metal 建议最多使用 {allowed}，并留出十分之一。</translation>
    </message>
    <message>
        <source>A picture may use {available}: on Macs with {ram} Metal recommends at most {allowed}, and a tenth stays free.</source>
        <translation>一张图片可使用 {available}：在内存为 {ram} 的 Mac 上，Metal 建议最多使用 {allowed}，并留出十分之一。</translation>
    </message>
    <message>
        <source>No warm-up: only Apple&apos;s GPU needs it, and this runs on {device}.</source>
        <translation>无需预热：只有 Apple GPU 需要，而当前运行于 {device}。</translation>
    </message>
    <message>
        <source>One step runs first and is discarded, because the first picture of PyTorch {torch} differs.</source>
        <translation>先运行一步并丢弃，因为 PyTorch {torch} 的第一张图片会有所不同。</translation>
    </message>
    <message>
        <source>No warm-up: only PyTorch 1.13 needs it, and this is {torch}.</source>
        <translation>无需预热：只有 PyTorch 1.13 需要，当前为 {torch}。</translation>
    </message>
    <message>
        <source>Weights are stored channels-last, which is faster for NVIDIA&apos;s half-precision kernels.</source>
        <translation>权重以 channels-last 格式存储，对 NVIDIA 的半精度内核更快。</translation>
    </message>
    <message>
        <source>Weights are stored channels-first: channels-last is for NVIDIA GPUs, and this runs on {device}.</source>
        <translation>权重以 channels-first 格式存储：channels-last 适用于 NVIDIA GPU，而当前运行于 {device}。</translation>
    </message>
    <message>
        <source>Weights are stored channels-first: channels-last is no faster in single precision.</source>
        <translation>权重以 channels-first 格式存储：在单精度下 channels-last 不会更快。</translation>
    </message>
    <message>
        <source>Parts in single precision are multiplied in TF32, with the resolution of half and the range of single precision.</source>
        <translation>单精度部分以 TF32 相乘，具有半精度的分辨率和单精度的范围。</translation>
    </message>
    <message>
        <source>No TF32: only NVIDIA GPUs have it, and this runs on {device}.</source>
        <translation>不使用 TF32：只有 NVIDIA GPU 支持，而当前运行于 {device}。</translation>
    </message>
    <message>
        <source>No TF32: no part is in single precision.</source>
        <translation>不使用 TF32：没有单精度的部分。</translation>
    </message>
    <message>
        <source>Repeated blocks are compiled because of your setting.</source>
        <translation>根据你的设置，重复的块会编译。</translation>
    </message>
    <message>
        <source>Nothing is compiled because of your setting.</source>
        <translation>根据你的设置，不进行编译。</translation>
    </message>
    <message>
        <source>Nothing is compiled: PyTorch&apos;s compiler is experimental on Apple&apos;s GPU.</source>
        <translation>不进行编译：PyTorch 的编译器在 Apple GPU 上仍是实验性的。</translation>
    </message>
    <message>
        <source>Nothing is compiled: this needs PyTorch {least} or later, and this is {torch}.</source>
        <translation>不进行编译：这需要 PyTorch {least} 或更高版本，当前为 {torch}。</translation>
    </message>
    <message>
        <source>Nothing is compiled: the application does not include PyTorch&apos;s compiler. Run Easel from source to use it.</source>
        <translation>不进行编译：应用程序不包含 PyTorch 的编译器。若要使用，请从源代码运行 Easel。</translation>
    </message>
    <message>
        <source>Nothing is compiled: an NVIDIA GPU needs Triton for this, which is not installed.</source>
        <translation>不进行编译：NVIDIA GPU 为此需要 Triton，但尚未安装。</translation>
    </message>
    <message>
        <source>Nothing is compiled: this needs a {language} compiler, and none is installed.</source>
        <translation>不进行编译：这需要 {language} 编译器，但尚未安装。</translation>
    </message>
    <message>
        <source>Nothing is compiled: on the {device} this happens only if you turn it on.</source>
        <translation>不进行编译：在 {device} 上，只有你打开时才会编译。</translation>
    </message>
    <message>
        <source>Nothing is compiled: a model with stages has no repeated blocks.</source>
        <translation>不进行编译：分阶段的模型没有重复的块。</translation>
    </message>
    <message>
        <source>Nothing is compiled any more, because compilation failed: {why}.</source>
        <translation>不再进行编译，因为编译失败：{why}。</translation>
    </message>
    <message>
        <source>Nothing is compiled: the time for a picture on this machine is not yet known.</source>
        <translation>不进行编译：尚不清楚在这台机器上生成一张图片所需的时间。</translation>
    </message>
    <message>
        <source>Nothing is compiled: this pays off from {least} pictures in a row with the same model and size. Here: {count}.</source>
        <translation>不进行编译：用相同的模型和尺寸连续生成至少 {least} 张图片才划算。当前：{count} 张。</translation>
    </message>
    <message>
        <source>Nothing is compiled: pictures like this were not faster when compiled on this machine.</source>
        <translation>不进行编译：在这台机器上，这类图片编译后没有更快。</translation>
    </message>
    <message>
        <source>Repeated blocks are already compiled: about {times} times as fast.</source>
        <translation>重复的块已编译：速度约为 {times} 倍。</translation>
    </message>
    <message>
        <source>Compiled once, in {time}, for {count} equal pictures: about {times} times as fast here.</source>
        <translation>为 {count} 张同类图片编译一次，用时 {time}：在此速度约为 {times} 倍。</translation>
    </message>
    <message>
        <source>Compiled once, in perhaps {time}, for {count} equal pictures: about {times} times as fast on other GPUs.</source>
        <translation>为 {count} 张同类图片编译一次，可能用时 {time}：在其他 GPU 上速度约为 {times} 倍。</translation>
    </message>
    <message>
        <source>Everything is computed in single precision: half precision is no faster on a processor.</source>
        <translation>全部以单精度计算：半精度在处理器上不会更快。</translation>
    </message>
    <message>
        <source>Weights are stored in half precision, which needs half the memory.</source>
        <translation>权重以半精度存储，只需一半内存。</translation>
    </message>
    <message>
        <source>Everything is in single precision: before PyTorch 2.1, half precision is wrong on MPS, and this is {torch}.</source>
        <translation>全部使用单精度：PyTorch 2.1 之前，MPS 上的半精度不正确，当前为 {torch}。</translation>
    </message>
    <message>
        <source>Weights are stored as bfloat16: {kind} was trained in it and exceeds the range of float16.</source>
        <translation>权重以 bfloat16 存储：{kind} 以此格式训练，超出了 float16 的范围。</translation>
    </message>
    <message>
        <source>Everything is in single precision: {kind} exceeds the range of float16, and bfloat16 needs macOS 14. This is {macos}.</source>
        <translation>全部使用单精度：{kind} 超出了 float16 的范围，而 bfloat16 需要 macOS 14。当前为 {macos}。</translation>
    </message>
    <message>
        <source>The UNet computes in single precision: attention in {kind} overflows half precision before PyTorch 2.10, and this is {torch}.</source>
        <translation>UNet 以单精度计算：PyTorch 2.10 之前，{kind} 的注意力会使半精度溢出，当前为 {torch}。</translation>
    </message>
    <message>
        <source>Pictures are made one after another, never as a batch: batches are unreliable on Apple&apos;s GPU.</source>
        <translation>图片逐张生成，从不批量生成：批量生成在 Apple GPU 上不可靠。</translation>
    </message>
    <message>
        <source>Not supported: {names}. This needs {name} {least} or later, and {version} is installed.</source>
        <translation>不支持：{names}。这需要 {name} {least} 或更高版本，当前安装的是 {version}。</translation>
    </message>
    <message>
        <source>The installed libraries support every model family.</source>
        <translation>已安装的库支持所有模型系列。</translation>
    </message>
    <message>
        <source>Half precision is slower on the {device}, which computes it in single precision.</source>
        <translation>半精度在 {device} 上较慢，因为它以单精度计算半精度。</translation>
    </message>
    <message>
        <source>Only NVIDIA GPUs have TF32, and this runs on {device}.</source>
        <translation>只有 NVIDIA GPU 支持 TF32，而当前运行于 {device}。</translation>
    </message>
    <message>
        <source>Skipped in a quick run.</source>
        <translation>快速测试中已跳过。</translation>
    </message>
    <message>
        <source>This needs PyTorch 2.0 or later, and this is {torch}.</source>
        <translation>这需要 PyTorch 2.0 或更高版本，当前为 {torch}。</translation>
    </message>
    <message>
        <source>This needs {needed} of memory, and {available} is free.</source>
        <translation>这需要 {needed} 内存，可用 {available}。</translation>
    </message>
    <message>
        <source>This would take about {time} here.</source>
        <translation>在此大约需要 {time}。</translation>
    </message>
    <message>
        <source>Failed: {why}.</source>
        <translation>失败：{why}。</translation>
    </message>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>尚未进行任何测试。</translation>
    </message>
    <message>
        <source>There is no model {value} to measure. Choose one of: {names}.</source>
        <translation>没有可测试的模型 {value}。请选择以下之一：{names}。</translation>
    </message>
    <message>
        <source>the index is intact</source>
        <translation>索引完好</translation>
    </message>
    <message>
        <source>every job in the queue can be read and is in one state</source>
        <translation>队列中的每个任务都可读取，且只处于一种状态</translation>
    </message>
    <message>
        <source>every picture in the index is on the disk and complete</source>
        <translation>索引中的每张图片都在磁盘上且完整</translation>
    </message>
    <message>
        <source>no file is truncated</source>
        <translation>没有被截断的文件</translation>
    </message>
    <message>
        <source>every picture on the disk is in the index, once</source>
        <translation>磁盘上的每张图片都在索引中，且仅一次</translation>
    </message>
    <message>
        <source>no job has made two pictures</source>
        <translation>没有任务生成了两张图片</translation>
    </message>
    <message>
        <source>favourites, stars, tags and collections are also in the files</source>
        <translation>收藏、星级、标签和合集也都写入了文件</translation>
    </message>
    <message>
        <source>every file of the library is in its folders</source>
        <translation>资料库的每个文件都在其文件夹中</translation>
    </message>
    <message>
        <source>the library opens within 10 seconds</source>
        <translation>资料库在 10 秒内打开</translation>
    </message>
    <message>
        <source>nothing was deleted without a request: deleted pictures are in the Trash</source>
        <translation>没有未经请求的删除：已删除的图片都在废纸篓中</translation>
    </message>
    <message>
        <source>The ControlNet {name} needs more than a map: it fills in a mask. Choose a ControlNet for one kind of map.</source>
        <translation>ControlNet {name} 需要的不只是控制图：它用于填充蒙版。请选择用于单一类型控制图的 ControlNet。</translation>
    </message>
    <message>
        <source>The ControlNet {name} is for several kinds of map, and the kind of this map is not known. Let Easel make the map: {kinds}. Or choose a ControlNet for one kind of map.</source>
        <translation>ControlNet {name} 适用于多种控制图，而此控制图的类型未知。请让 Easel 生成控制图：{kinds}。或选择用于单一类型控制图的 ControlNet。</translation>
    </message>
    <message>
        <source>No {value} setting was measured for {model}. Choose the number of steps with “--steps” instead.</source>
        <translation>没有为 {model} 测试过 {value} 设置。请改用“--steps”选择步数。</translation>
    </message>
    <message>
        <source>A quality and a fast mode cannot be used together. Remove one of them.</source>
        <translation>质量和快速模式不能同时使用。请移除其中之一。</translation>
    </message>
    <message>
        <source>{name}: {about}; needs {needed} of {available} in full precision; a download of {size_bytes}.</source>
        <translation>{name}：{about}；全精度需要 {available} 中的 {needed}；下载大小 {size_bytes}。</translation>
    </message>
    <message>
        <source>{name}: {about}; needs {needed} of {available} with {format} weights; a download of {size_bytes}.</source>
        <translation>{name}：{about}；使用 {format} 权重需要 {available} 中的 {needed}；下载大小 {size_bytes}。</translation>
    </message>
    <message>
        <source>{name}: {about}; {time} per picture, estimated; needs {needed} of {available} in full precision; a download of {size_bytes}.</source>
        <translation>{name}：{about}；估计每张图片 {time}；全精度需要 {available} 中的 {needed}；下载大小 {size_bytes}。</translation>
    </message>
    <message>
        <source>{name}: {about}; {time} per picture, estimated; needs {needed} of {available} with {format} weights; a download of {size_bytes}.</source>
        <translation>{name}：{about}；估计每张图片 {time}；使用 {format} 权重需要 {available} 中的 {needed}；下载大小 {size_bytes}。</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>约 {0}</translation>
    </message>
    <message>
        <source>Identical: every pixel is the same.</source>
        <translation>完全相同：每个像素都一样。</translation>
    </message>
    <message>
        <source>The pictures differ by at most {0} of 255 in {1} pixels ({2} %).</source>
        <translation>图片在 {1} 个像素（{2} %）上最多相差 255 中的 {0}。</translation>
    </message>
    <message>
        <source>Nothing known to affect the picture has changed.</source>
        <translation>已知会影响图片的因素均未改变。</translation>
    </message>
    <message>
        <source>Changed since then:</source>
        <translation>此后发生的更改：</translation>
    </message>
</context>
<context>
    <name>sidebar</name>
    <message>
        <source>Albums</source>
        <translation>相簿</translation>
    </message>
    <message>
        <source>Smart Albums</source>
        <translation>智能相簿</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>占用磁盘</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>上次使用</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Memory for a picture at the native size of the model</source>
        <translation>以模型原生尺寸生成一张图片所需的内存</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time per picture, estimated from earlier pictures, or from the speed of the chip</source>
        <translation>每张图片的时间，根据以前的图片或芯片速度估算</translation>
    </message>
    <message>
        <source>same settings</source>
        <translation>相同的设置</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n 步</numerusform>
        </translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>种子 {0}</translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>引导 {0}</translation>
    </message>
    <message>
        <source>another {0}</source>
        <translation>另一个{0}</translation>
    </message>
    <message>
        <source>no {0}</source>
        <translation>无{0}</translation>
    </message>
    <message>
        <source>unknown: not in the file</source>
        <translation>未知：文件中没有</translation>
    </message>
    <message>
        <source>unknown: needs a newer Easel</source>
        <translation>未知：需要较新的 Easel</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>反向提示词</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>调度器</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>生成工具</translation>
    </message>
    <message>
        <source>a newer Easel</source>
        <translation>较新的 Easel</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>合集</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Time: {0}.</source>
        <translation>时间：{0}。</translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation>Lanczos</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>masked area only</source>
        <translation>仅蒙版部分</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>Reference images</source>
        <translation>参考图</translation>
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
        <translation>Textual Inversion</translation>
    </message>
    <message>
        <source>Second prompt</source>
        <translation>第二提示词</translation>
    </message>
    <message>
        <source>Second negative prompt</source>
        <translation>第二反向提示词</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip Skip</translation>
    </message>
    <message>
        <source>Eta</source>
        <translation>Eta</translation>
    </message>
    <message>
        <source>Guidance rescale</source>
        <translation>引导重缩放</translation>
    </message>
    <message>
        <source>Guidance until</source>
        <translation>引导截止</translation>
    </message>
    <message>
        <source>Unconditional interval</source>
        <translation>无条件间隔</translation>
    </message>
    <message>
        <source>Cache interval</source>
        <translation>缓存间隔</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>精修模型</translation>
    </message>
    <message>
        <source>High resolution</source>
        <translation>高分辨率</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测类型</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Prompt as typed</source>
        <translation>原始输入的提示词</translation>
    </message>
    <message>
        <source>Last {0} % of the steps at half the work: about {1} % faster</source>
        <translation>最后 {0} % 的步数计算量减半：约快 {1} %</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>收藏</translation>
    </message>
    <message numerus="yes">
        <source>%n stars</source>
        <translation>
            <numerusform>%n 星</numerusform>
        </translation>
    </message>
    <message>
        <source>Negative prompt: {0}</source>
        <translation>反向提示词：{0}</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Resize mode</source>
        <translation>缩放方式</translation>
    </message>
    <message>
        <source>Masked area only</source>
        <translation>仅蒙版部分</translation>
    </message>
    <message>
        <source>Mask padding</source>
        <translation>蒙版边距</translation>
    </message>
    <message>
        <source>Mask feather</source>
        <translation>蒙版羽化</translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation>变体种子</translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation>变体强度</translation>
    </message>
    <message>
        <source>High-resolution strength</source>
        <translation>高分辨率强度</translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation>放大模型</translation>
    </message>
    <message>
        <source>Refiner start</source>
        <translation>精修模型起点</translation>
    </message>
    <message>
        <source>Negative prompt as typed</source>
        <translation>原始输入的反向提示词</translation>
    </message>
    <message>
        <source>Cache start</source>
        <translation>缓存起点</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
</TS>
