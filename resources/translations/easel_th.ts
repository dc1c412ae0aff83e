<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="th">
<context>
    <name>AdvancedSection</name>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same as the first if empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second negative prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 uses the last layer of the text encoder, 2 the layer before it; for SDXL both are the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance rescale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduces the overexposure of high guidance; 0.7 is usual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the steps with guidance; steps without it need half the work. 1 means all steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unconditional interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps from one unconditional pass to the next; 2 saves a quarter of the work. 1 means every step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps from one full pass to the next; the others reuse its deep layers. 1 means every step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the steps before the first one that reuses layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Amount of noise added at each step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the noise moves from the seed to the variation seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best That Fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>8-bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4-bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer bits need less memory and change the picture slightly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the Model Says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For a model that makes pictures of noise or of pale colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VAE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a VAE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VAE (*.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>variation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clip skip {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rescale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>guidance until {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unconditional interval {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cache interval {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>second prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AlbumActions</name>
    <message>
        <source>New Album</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Added %Ln pictures to “{0}”</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Add to Album</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Removed %Ln pictures from “{0}”</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Remove from Album</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename Album</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted the album “{0}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete Album</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BenchmarkChart</name>
    <message>
        <source>seconds per picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>iterations per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}   ▏limit of this chip   ◆ {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>   ▸ beyond the scale</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BenchmarkProcess</name>
    <message>
        <source>Waiting for the current picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading PyTorch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}  ·  {1} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The benchmark ended unexpectedly.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BenchmarkWindow</name>
    <message>
        <source>Benchmark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller pictures and fewer steps, scaled up: takes minutes instead of hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no benchmark yet. The queue pauses during a benchmark and resumes afterwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}  ·  the queue is paused</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Press {0} to generate a picture.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareSlider</name>
    <message>
        <source>Two pictures with a line between them</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareWindow</name>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interpolate Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a series to the queue, from the settings on the left to those on the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings are identical.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another image</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln images</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other images</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The file of “{0}” is missing or damaged.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlNetField</name>
    <message>
        <source>Add ControlNet…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a Folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a ControlNet Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a Control Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a Depth Estimation Model Folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ControlNetRow</name>
    <message>
        <source>Choose an
image…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image for {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image is a map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edges (Canny)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fine lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CostEstimate</name>
    <message>
        <source>Estimated time and memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compiled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} for {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One picture needs {0} of the memory that it may use here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture takes {0} to {1}, estimated from earlier pictures of this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture takes {0} to {1}, estimated from earlier pictures of other models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture may take {0} to {1}, estimated from the speed of this computer alone.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Facts about the picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Progress of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Model Page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read and accept the licence on the page of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the download of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contacting the hub…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>{0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}  ·  {1}/s  ·  {2} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The download failed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EditCommands</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EventRouter</name>
    <message>
        <source>“{0}” is finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}” has failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel has started “{0}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a picture without prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No progress for {0} minutes. The GPU may have stopped responding. Restart Easel to continue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel quit unexpectedly while it was making “{0}”. The queue is paused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %Ln Pictures</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Include prompt and settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a contact sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without them, a file still records that it was made by AI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose Folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File names</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FastModeField</name>
    <message>
        <source>Fast mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n steps instead of {0}: about {1} times faster</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Download {0} ({1})…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileIntake</name>
    <message>
        <source>The clipboard contains no image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only files on this computer can be dropped here. Save the picture first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for new pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Pictures of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a Folder in the Gallery…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop Showing {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no longer shown. Its files are unchanged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a Source Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose Reference Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models (*.safetensors *.gguf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a Model Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a Folder in the Gallery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture was made with {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures imported.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them contain no settings.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were already in the gallery.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Settings were added to %Ln of them.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read:</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} is empty now. The gallery shows %Ln of its pictures. Is its disk connected?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Hide Pictures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Three Stars or More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With Source Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without Source Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made This Month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made This Year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made With</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormActions</name>
    <message>
        <source>Use Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This prompt comes from “{0}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Prompt as Typed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Fast Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mask needs an image. Choose or drop a source image first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Quality</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormFields</name>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fast mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Words, &quot;a phrase&quot;, -without, and model: seed: steps:&gt;30 guidance: size:512x768 date:2026-11 from: tag: stars:&gt;3 in: is:favourite has:image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search your pictures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GalleryActions</name>
    <message>
        <source>Favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag for the selected pictures:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove Tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from “{0}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Added %Ln pictures to Favourites</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Type a search first: a smart album shows what it finds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures in the Trash cannot be changed. Put them back first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Exported %Ln files to “{0}”</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add to Album</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New Album</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GalleryHeader</name>
    <message>
        <source>‹ Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave the stack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of the pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only some of these pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the selected pictures to the Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stack Pictures Made Together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most stars first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thumbnail size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>{0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture without a prompt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GenerationForm</name>
    <message>
        <source>Save Changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GridWindow</name>
    <message>
        <source>Grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values across</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved grids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of missing pictures, and their time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures of the grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Grid…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Sheet…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the whole grid as one picture, labelled with the values</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All pictures exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures are missing.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not generated yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Separate values with commas, and prompts with |</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the grid:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Across</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Easel Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This page is missing. Replace this copy of Easel with a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found on this page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find Previous</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HubForm</name>
    <message>
        <source>owner/name of a repository on the Hugging Face hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repository to download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign In…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in to the hub with an access token, stored in the Keychain</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImagePlacement</name>
    <message>
        <source>The image was added as a reference.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use as Source Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Source Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Reference Image</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InfoPanel</name>
    <message>
        <source>Select a picture to see how it was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from This</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a Copy…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobEditor</name>
    <message>
        <source>You are editing a waiting picture of the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture has already started. It was not changed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queue is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a prompt and press {0}: your pictures wait here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobSubmitter</name>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This prompt has %Ln combinations.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryEdits</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LoraField</name>
    <message>
        <source>Add LoRA or Textual Inversion…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add LoRA or Textual Inversions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA and textual inversions (*.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trigger words:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add “{0}” to the prompt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MachineLine</name>
    <message>
        <source>About This Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About This Machine: {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MachineWindow</name>
    <message>
        <source>About This Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU cores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Available to GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Launch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last crash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{0} was downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add to Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Info</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Maintenance</name>
    <message>
        <source>The index of your pictures is missing. Easel is rebuilding it from the pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel ended unexpectedly last time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading your pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures found.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Use Existing Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create Empty Folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MaskCanvas</name>
    <message>
        <source>Mask: paint the area to change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MaskWindow</name>
    <message>
        <source>Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} (key {1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush width (keys [ and ])</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feather in pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width in pixels over which the edge of the mask fades inwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extend Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this mask?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without it, your changes to the mask are lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Don’t Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint the area to change. Drag an edge to extend the picture.  ·  {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom to Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feather</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Mask…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Add to Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate Every Combination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose Source Image…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import Pictures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Model Folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders of Other Apps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a Copy…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export Selected Pictures…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strip Metadata When Dragging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier Prompts…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select All Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint Mask…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove Source Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove Reference Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use Settings with New Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from This Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate Variations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate Again with Same Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grid of Variations…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat and Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare Two Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Picture Without Metadata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No Stars</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Related Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Derived Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next with Other Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous with Other Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move Rejects to Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel Current Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause After Current Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort by Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View Full Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom to Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Toggle Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Gallery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch Between Picture and Gallery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Only Gallery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or Hide Sidebar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or Hide Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter Full Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minimise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring All to Front</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About This Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check for Updates…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Benchmark…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New Album</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New Album from Selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New Smart Album from Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put Back from Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get Info</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command Palette…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Get More Models…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelTrash</name>
    <message>
        <source>It uses {0} on the disk. The pictures that it made are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It uses {0} on the disk. Its model is not affected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It uses {0} on the disk. The model is kept, and loads more slowly without its copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move “{0}” to the Trash?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On This Mac</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models on this Mac</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Available models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download Missing Parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from List</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files stay on the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to Trash…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recommended for this Mac</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the Hub…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel no longer searches {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied {0} into Easel&apos;s model folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copying {0} (MB)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy into Easel&apos;s Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved {0} to the Trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} was downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Available ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the Models of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a copy in {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trigger words: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accept the licence on its page, then sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs {0} of memory; {1} is available on this Mac</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add File…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Folder…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OfferCard</name>
    <message>
        <source>Best pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit with words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quick ideas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} a picture, estimated</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message>
        <source>Copied without prompt and settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PNG (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG (*.jpg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WebP (*.webp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PNG without prompt (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG without prompt (*.jpg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WebP without prompt (*.webp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select two pictures to compare.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaceDelegate</name>
    <message>
        <source>Name of the album</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaceList</name>
    <message>
        <source>Places</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Save Settings as Preset…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use as Defaults for This Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset Defaults of This Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset {0} was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressTasks</name>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop this task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} of {2}, {3} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>Number of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel Editing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape and size of the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to leave out (negative prompt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Styles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search earlier prompts (Option-Up browses them)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PromptField</name>
    <message>
        <source>What do you want to see?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to leave out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PromptHistory</name>
    <message>
        <source>Search earlier prompts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier prompts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QualityField</name>
    <message>
        <source>Fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About half the time: fewer steps, and some of them reuse layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About three quarters of the time: fewer steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All steps of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueAnnouncer</name>
    <message>
        <source>The queue has stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queue has ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures are done.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln jobs failed.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>1 job failed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueHeader</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More commands for the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Run Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, done at {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Between {0} and {1}, estimated from earlier pictures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>No prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return tries it again, Delete removes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete cancels it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return edits it, Option with an arrow key moves it, Delete removes it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Group waiting jobs by model, so that each model loads only once</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln more are waiting.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Add to Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move in Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort by Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause After Current Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to Front</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln Jobs</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate and Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause After This</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort by Model: {0} Loads Instead of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry with New Seed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueuePopover</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>No picture is lost: each file contains its settings. Easel keeps the damaged index next to the new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rebuild from Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore Backup of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReferenceField</name>
    <message>
        <source>+
Reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a reference image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit
this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move Right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use as Source Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The model uses at most %Ln of them. Remove the others.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>In the prompt they are “image 1”, “image 2”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write in the prompt what to change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove Reference Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove Reference Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move Reference Image</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReferenceWell</name>
    <message>
        <source>Reference image {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image {0}: {1}. Drag it to change the order; Delete removes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove reference image {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RefinerSection</name>
    <message>
        <source>Choose the Refiner of Stable Diffusion XL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the steps at which the refiner starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} from {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RelatedPictures</name>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Derived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other seeds</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RestChoices</name>
    <message>
        <source>On Battery Power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In Low Power Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While the Machine Is Hot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By Day, {0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on battery power</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in Low Power Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the machine is hot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RingButton</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} % of the picture is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generating</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunningPicture</name>
    <message>
        <source>Loading the model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compiling…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>once for {0} similar pictures, about {1} times as fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {0} of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SchedulerField</name>
    <message>
        <source>Scheduler</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SecondaryWindows</name>
    <message>
        <source>About {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes pictures from words, on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SeedField</name>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New random seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock the seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use this seed for every picture, to see the effect of other changes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Presets</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SidebarActions</name>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete Album</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop Showing This Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add Selected Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New Album</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New Album from Selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New Smart Album from Search</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SidebarModel</name>
    <message>
        <source>1 picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Sign In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access token, from the settings of your Hugging Face account:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token is saved in the Keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After an update of Easel, macOS asks for your password once: click Always Allow.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SizeField</name>
    <message>
        <source>Shape of the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Custom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Square</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wide</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SourceImageField</name>
    <message>
        <source>Drop an image, or choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength: how much of the source image may change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove source image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to fit the image to the size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit and extend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint Mask…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw only the masked part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draws the masked part at full size and puts it back into the unchanged image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Padding around the mask in pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closer to original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Padding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}  ·  {1} of {2} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit Mask…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove Source Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove Mask</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SourceWell</name>
    <message>
        <source>Replace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from
this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+
Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose or drop a source image: the picture starts from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source image. Delete removes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a source image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message>
        <source>Save Prompts as Style…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete Style</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import Styles…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export Styles…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln styles imported.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Name of the style:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import Styles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Styles (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export Styles</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ThumbnailGrid</name>
    <message>
        <source>Gallery</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TokenCounter</name>
    <message>
        <source>{0} of {1} tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too long: the crossed-out words are ignored ({0} of {1} tokens)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} tokens, in {2} parts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>Toolbar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrashActions</name>
    <message>
        <source>Move to Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Moved %Ln pictures to the Trash</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Moved “{0}” to the Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Put %Ln pictures back</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Put “{0}” back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some pictures are no longer in the Trash and cannot be restored.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Easel sends one request to {0}. It contains nothing about you, your Mac or your pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check for a newer version of Easel?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel {0} is the latest version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel {0} is available. You have {1}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Web Page</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UpscaleSection</name>
    <message>
        <source>High resolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High-resolution strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an Upscaler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upscalers (*.safetensors)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>high resolution {0}×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enlarged {0}×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refine by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>The file of this picture is missing or damaged.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Try the Demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These fit this Mac: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model of the catalogue fits {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model to start with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo needs no download. It draws simple shapes and landscapes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>details</name>
    <message>
        <source>understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>used as {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>used in part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not supported by Easel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model is not installed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>finder</name>
    <message>
        <source>Show in Finder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packed copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slow here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>very slow here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <source>All Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recently Made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No results for “{0}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select pictures and press F to mark them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Pictures that Easel made in the last %n days appear here.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No imported pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop pictures or a folder here to copy them into your library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Trash is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures that you delete stay here until you empty the system&apos;s Trash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This album is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag pictures to its name in the sidebar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pictures in this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If it is on a disk, connect the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a prompt and press Generate, or drop pictures here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New pictures that match this search appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try fewer words, or check the spelling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose All Pictures to search everywhere.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>recovery</name>
    <message>
        <source>{0} at {1}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>{0} with {1} needs {2} of memory, but only {3} can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {field} must be text, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {field} must be a whole number, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {field} must be a number, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {field} must be from {least} to {most}, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {field} must be true or false, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected a list, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field} {value} is incomplete. It needs {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown {field} {value}. Choose one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many {field}. The limit is {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The size must be written as width x height, for example 512x512, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {field} must be from {least} to {most} pixels, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {field} must be a multiple of 8. Use {below} or {above} instead of {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} needs a width and a height in multiples of {step}, not {width} x {height}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{width} x {height} is too small for {kind}. Use at least {least} pixels a side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{width} x {height} needs an array larger than 4 GiB, which this Mac&apos;s GPU does not support. Largest size that fits: {largest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{width} x {height} needs about {needed} of memory, and {available} is available. Largest size that fits: {largest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{width} x {height} pixels is too large. A picture can have at most {limit} pixels a side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown scheduler {value}. Choose one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scheduler {value} supports at most {limit} steps, not {steps}. Use fewer steps or another scheduler.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scheduler {value} does not support eta. These do: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The scheduler {value} evaluates the model several times at a step, so no step can reuse an earlier one. Set the {field} to 1, or choose another scheduler.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {field} ({value}) is greater than the number of steps ({steps}). Use a smaller interval or more steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A variation strength needs a variation seed. Add a seed, or remove the strength.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} ({kind}) does not support this setting: {field}. Remove the setting, or choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a source image, a mask or a ControlNet, this model does not support this setting: {field}. Remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model {model} does not support the scheduler {value}. Choose one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model {model} has no fast mode {value}. Available modes: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This fast mode needs a model or a LoRA that was trained for {mode}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is a refiner and needs a source image. Add one, or use the refiner on pictures of another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} has no VAE. Choose a VAE for it, with “--vae” or under “Advanced”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is an inpainting model. Add a source image and a mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a refiner for Stable Diffusion XL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A strength needs a source image. Add an image, or remove the strength.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A source image needs a strength greater than 0 and at most 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With {steps} steps, a {field} of {value} runs no step. Increase the {field} or the number of steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A variation changes the initial noise, which a source image replaces. Remove the variation or the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mask needs a source image. Add an image, or remove the mask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Only masked” needs a mask. Add a mask, or turn the option off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask has {width} x {height} pixels and its image {wide} x {high}. Use a mask as large as the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask is empty. Paint the area to change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask covers the whole image. Remove the mask to change the whole image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a mask. A mask is white where the image may change, and black elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mask and a refiner cannot be used together. Remove one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mask and “High resolution” cannot be used together. Remove one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outpainting needs a source image. Add one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} is not an area to add. Write four whole numbers of pixels up to {most}, for left, top, right and bottom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} uses at most {limit} reference images, and there are {count}. Remove the ones that matter least.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a source image, {model} uses at most {limit} reference images, and there are {count}. Remove the others, or remove the source image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} changes only the masked part of a source image. Add a mask, or remove the source image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a mask, {kind} makes at most {limit} pixels, and {width} x {height} has more. Use a smaller size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} uses no images. Choose a model that starts from an image or edits by instruction, then add the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} edits images. Add a reference image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference image {number} has {width} x {height} pixels. Each side needs at least {least} pixels, and one side can be at most {most} times as long as the other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference image {number} is no longer in the library. Add it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ControlNet end ({end}) must be greater than its start ({start}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write --controlnet before the --control options that belong to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown control map {value}. Choose one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ControlNet {name} needs a control image. Add one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A depth map needs a depth model. Choose its folder, or use a finished depth map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The depth map could not be created: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {field} has {value} characters. The limit is {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel cannot change the prompt during the steps: {part}. Choose one of the words, or write \[ for a bracket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AND does not combine prompts in Easel. It is read as a word. Write BREAK to separate parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No {kind} named {name} is installed, so {tag} is left out of the prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel has no hypernetworks, so {tag} is left out of the prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weight in {tag} is not a number, so the tag is left out of the prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the weights in {tag}, only {weight} is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt has an unclosed {bracket} at character {place}. Close it, or write \{bracket}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no wildcard file {name}.txt in {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The wildcard file {name}.txt has no lines to choose from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The wildcards refer to each other in a loop: there is no end after {limit} levels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt has {value} combinations. At most {limit} pictures can be queued at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--sheet needs a grid. Add one, for example --grid steps=10,20.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A grid has one or two axes. Remove the other --grid options.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} is not a grid axis. Write it as steps=10,20,30.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A grid cannot vary {value}. Choose one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter 1 to {limit} values for the {field}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two axes of a grid must vary different fields. Choose another field for one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one of --matrix, --grid and --count can be used at a time. Remove the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {name} is already in use. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no preset {name}. Available presets: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a styles file. It needs the columns name, prompt and negative_prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of {path} is not a JSON object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of {path} has an unknown field {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of {path} has no prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of {path}: {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not UTF-8 text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line} of {path} is too long for a request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is too large for a list of requests. Split it into several files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model yet. Download or add one in the Models window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model {model}. Use one of {known}, or the path of a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is not installed. Add it in the Models window, or use another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is not on this disk. Download it ({size_bytes}) in the Models window, or with “macapp models download {id}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is not in the list of models. “macapp models list” shows all models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be deleted here: {path} belongs to another program or to Easel itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} contains no model that Easel can use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a model for {use}. Easel only makes pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is only part of a model: {part}. Add the complete model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is of a kind that Easel does not support: {form}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a model that Easel can use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a complete checkpoint of Stable Diffusion 1, 2 or XL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a {family} model without its {parts}. Download what is missing with “macapp models download {ids}”, or put the files next to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a {family} model without its {parts}. Put the missing files next to it, or in a folder that Easel searches for models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a text encoder or a VAE that Easel knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a {what}, which Easel does not support.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged: its {part} has missing tensors. Download or copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has weights in a packed format that Easel does not support. Look for a version in 16 bits, fp8 or GGUF.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not a model: it has no model_index.json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} is a {kind}, which Easel does not support.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} has {channels} channels, like models that {use}. Easel cannot run it. Choose a model that generates pictures from a prompt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has fewer blocks than its model family, like distilled models. Get it as a folder with a model_index.json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a file. A ControlNet is a folder with a config.json and its weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} needs {name} {least} or later, and {version} is installed. Choose a Stable Diffusion model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installed {name} ({version}) does not support {kind}. Choose a Stable Diffusion model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the model in {path} are packed by {program}, which Easel does not support. Get the model in 16 bits, which Easel packs itself (“Weights”), or as a GGUF file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} is incomplete: {part} is missing or damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} is damaged: the weights of its {part} do not match its configuration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} is damaged: its {part} lacks tensors ({count}), such as {example}. Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} is damaged: its {part} does not match its {other}. Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} has a link, {part}, that leads out of its folder. Easel does not follow such links.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} has a part, {part}, of an unknown type. Easel does not load it, because it could be code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {model} are damaged: its {part} makes every picture a single colour. Download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {model} are damaged: its {part} contains invalid numbers. Download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} is damaged: {part} does not match its {encoder}, which has {tokens} tokens. Download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model {model} could not be loaded: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has no weights that Easel can pack in {format}, so a packed copy would not load faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no packed copy of {model}. “macapp models list” shows all copies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}, which is not used: the model or Easel has changed. Make it again or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}, which is not used: it is damaged. Make it again or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {kind} at {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is the wrong type of model. Expected: {kind}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This {kind} was made for another model family than {model}: {name}. Choose one for the same family.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} must contain exactly one .safetensors file. Choose the {kind} file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} could run code when it is opened, so Easel does not open it. Look for a .safetensors version, or convert it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a {form}, which Easel does not support. Look for a plain LoRA version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged: one of the two halves of a tensor is missing. Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a Git LFS pointer, not the weights. Download the file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a web page that was saved in place of the weights. Download the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a pickle with another file name. It could run code when it is opened, so Easel does not open it. Look for a .safetensors version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a GGUF file with another suffix. Rename it to end in .gguf.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a GGUF file, although its name says so. Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is in version {version} of GGUF, and Easel reads versions 2 and 3. Look for a file in version 3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a GGUF for big-endian machines. Look for the usual, little-endian one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a GGUF of a language model or text encoder ({kind}). Easel reads GGUF files of image models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has weights in {kind}, which Easel does not support. Look for a version in Q8_0, Q6_K, Q5_K, Q4_K, Q5_1, Q5_0, Q4_1, Q4_0, BF16 or F16.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} contains text, not weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is incomplete. Download or copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged: its list of tensors cannot be read. Download or copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} contains no tensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has weights in {kind}, which need PyTorch {least} or later, and {version} is installed. Look for a version in 16 bits or GGUF.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} contains numbers of an unknown type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged: the shape of a tensor does not match its length. Download or copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged: its tensors overlap. Download or copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged: there is a gap between its tensors. Download or copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged: there is data after its last tensor. Download or copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} is not a repository name. Write it as owner/name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} is not a revision of a repository.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{repository} has no .safetensors weights. Look for a copy that does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a hub token. Copy the whole token from your settings on the hub.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine has no keychain to store secrets in, so the token is not saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{repository} does not exist, or you must sign in to see it. Check the name, or sign in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{repository} requires you to accept its licence. Open its page on the hub, accept the licence, and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no repository {repository} on the hub.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{repository} has no revision {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub has received too many requests. Try again in a few minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub has a problem ({status}). Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer did not come from the hub. Sign in to this network first, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub&apos;s certificate could not be verified. Check the clock and the proxy settings of this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub&apos;s address was not found. Check that this machine is online.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub cannot be reached. Check that this machine is online.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} in {repository} is not the file that Easel expects, so it is not downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This process downloads nothing. Use “macapp models download”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection was lost while downloading {name}. Try again to continue where it stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not match the hub&apos;s description and was deleted. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no picture with the id {id}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a picture that Easel can open. It looks like {looks}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a {format} picture, which Easel cannot open. Convert it to PNG or JPEG first, for example with Preview.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged: the picture is incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has {width} x {height} pixels. The limit is {limit} megapixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has {width} x {height} pixels, which is too narrow to use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is {size_bytes} large. The limit is {limit_bytes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} contains too much data besides the picture, such as text and profiles. The limit is {limit_bytes}, in a few parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged pictures are not in the gallery: {names} ({count} in total). Nothing was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source image is no longer in the library. Add it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The finished picture could not be saved ({kind}: {text}). Easel keeps it and tries again, and the queue waits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} no longer has the size in its settings, so it cannot be compared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was made by {source}, and its file lacks some settings that are needed to make it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole picture has one colour. The model or the GPU may have failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has tensors that {model} does not use: {count} of {total}, such as {example}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has several frames. The first one is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has transparency; it was placed on a white background.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queue is paused: Easel ended unexpectedly while it made “{prompt}”. Add --resume to continue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture was made: no job is waiting, and some are on hold ({count}). Retry or remove them in the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queue is paused. Add --resume to continue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel ended unexpectedly {times} times while it made this picture. The job is on hold until you retry it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel ended unexpectedly {times} times while it loaded this model. Retry, or use another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another Easel is already working on this library&apos;s queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library&apos;s index at {path} is damaged. Your pictures are not. Restore a backup or rebuild the index.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A check found damage in the index of your pictures. The pictures are not affected. Quit Easel and open it again to repair the index.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library&apos;s index was made by a newer Easel (version {version}). Update this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program is using the library&apos;s index. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The index at {path}, or a file next to it, belongs to another library. Restore a backup or rebuild the index.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library&apos;s index at {path} is empty, which is never the normal state. Restore a backup or rebuild the index.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pictures folder {path} is not connected. Connect its disk, or run “macapp rebuild” to start with the pictures that are there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pictures folder {path} is not connected, so the queue waits. Connect its disk to continue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no backup of the index yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a complete backup of an index. “macapp restore --list” shows the backups.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The index is damaged, so no backup was made. Run “macapp rebuild”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} could not be moved to the Trash. It stays where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is in the Trash, which Easel may not read. Choose Put Back in the Finder. The gallery shows the picture again when Easel next starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} belongs to the library itself. Its pictures are already in the gallery.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is empty now. Pictures of it in the gallery: {count}. Connect its disk, or hide them with --hide-missing if they are really gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name of {name} is not Unicode, so it cannot be stored. Rename the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} could not be read ({kind}) and was skipped. The log has the details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown format {value}. Choose one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} is not a valid pattern for file names. Between braces, use one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A contact sheet shows 1 to {limit} pictures, not {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture has {width} x {height} pixels, and WebP supports at most {limit} a side. Choose PNG or JPEG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The prompt could not be removed from the picture, so nothing was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is neither a folder nor the name of a PNG file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot search for {field}:{value}. After {field}:, write a number, &gt;30, or 20..40.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot search for {field}:{value}. After {field}:, write one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field}:{value} is not a date. Write 2026-11-20, 2026-11, 2026, today or yesterday.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer Easel made this job, and this version does not understand all of it. Update Easel to run it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer Easel saved the reason in a form that this version cannot read. Update Easel to read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer Easel gave a reason that this version does not know ({code}). Update Easel to read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer Easel made {name} with settings that this version does not know. Update Easel to repeat it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer Easel saved {name}, and this version does not understand all of it. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file at {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is {looks}, not a file. Choose a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is larger than {limit_bytes}, the limit for such a file. Choose a smaller file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} does not exist. Check whether it was moved or renamed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be used: there is a file where a folder is needed, or the other way round.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a folder. Choose a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {path} is too long for this disk. Choose a shorter one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself. Choose the file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} is not Unicode, so it cannot be stored. Rename or rewrite it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk has only {free} of free space, and {needed} is needed. Free some space to continue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full. Free some space, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk does not respond or is not connected. Connect it, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is too large for this disk. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is read-only. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel has no permission to use {path}. Choose another location, or allow access.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk reported an error. Check the disk before you continue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many files are open on this machine. Close other programs, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system reported an error ({name}: {why}). Try again. If it happens again, check the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The results could not be printed: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory is low, so Easel unloaded the model. The next picture loads it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory is low, so Easel makes the next pictures with less memory and a little more slowly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>macOS stopped the picture on the GPU. This happens when the screen waits too long for its turn, or when the Mac sleeps. Try again with a smaller size, or with the display asleep.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was not enough memory. Choose a smaller size, or close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was not enough memory for {width} x {height}, which needs about {needed} of the {available} that is available. Choose a smaller size, or close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory to load PyTorch, which makes the pictures. Close other programs, and start Easel again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model returned invalid numbers instead of a picture. Try another seed or less guidance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch cannot use {device} on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel needs the library {name}, which could not be loaded: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs the library {name}, which is not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} is not a property of a machine. Write one of {names}, for example ram=16GB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} is not a value for {field}. Write it as {field}={example}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch {torch} is known for noise and slow pictures on Apple&apos;s GPU. Use 2.6 or later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch {torch} is known for wrong noise levels on macOS {macos}. Use 2.3 or later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch {torch} is known to spoil pictures on macOS {macos}. Use 2.13 or later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>macOS {macos} is known for wrong results of large products on Apple&apos;s GPU. Update macOS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel runs under Rosetta as a program for {arch}, so it cannot use Apple&apos;s GPU. Turn off “Open using Rosetta” in its Get Info window, or use a Python for Apple silicon (arm64).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Mac has no Apple silicon ({arch}). Its processor makes the pictures, which takes minutes for each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch {torch} needs macOS {least} for Apple&apos;s GPU, and this is {macos}. Update macOS, or install the package set for this version. Until then, the processor makes the pictures, slowly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apple&apos;s GPU needs macOS 12.6 or later, and this is {macos}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>macOS 13 or later is recommended, and this is {macos}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apple&apos;s GPU needs PyTorch 1.13 or later, and this is {torch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch 2.0 or later is recommended, and this is {torch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Canceled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside Easel ({kind}: {text}). The log has the details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{message}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel is already open with this library, but its window does not respond. Quit that Easel first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel could not restart by itself. Quit it and open it again. The picture waits in the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This copy of Easel is incomplete: its {part} is missing or damaged. Replace it with a new copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>macOS runs Easel from a hidden copy, because Easel was not moved after the download. Quit Easel, drag it into Applications, and open it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel runs from the disk image {name} and ends when the image is ejected. Drag Easel into Applications, and open it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel is in {path}, on a read-only disk, so it cannot be updated. Move it into Applications.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easel has no page of releases yet, so it cannot check for updates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The page of releases cannot be reached. Check that this machine is online.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is not the page of releases. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first picture was refused: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timed out after {seconds} seconds while waiting for {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first picture is not what was requested: {middle} in its middle, {corner} in a corner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention is sliced because of your setting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention is not sliced because of your setting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention is not sliced: slicing is for Apple&apos;s GPU, and this runs on {device}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention is sliced because this Mac has {ram} of memory, less than {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention is sliced because {width} x {height} is larger than 512 x 512.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A slice has as many scores as one head of one picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the kernel stores no scores, a slice is as large as possible: all queries at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention is not sliced: {ram} of memory is enough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention heads are not padded: {device} supports any width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention heads are padded to widths for which PyTorch {torch} has a kernel that stores no scores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention heads are not padded: this helps only from PyTorch 2.13 on, and this is {torch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text encoders stay in memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text encoders are released between prompts, because this Mac has {ram} of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text encoders are released between prompts so that the picture fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text encoders are loaded for a new prompt, one at a time, and released before the rest of the model is loaded, so that the picture fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both sides of guidance are computed at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance runs in two passes so that the picture fits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are in full precision: they fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are in full precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights take {format}, as you chose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights take {format}, so that the picture fits. It differs slightly from full precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is decoded in one piece.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is decoded in tiles, because it is larger than 1024x1024 and Apple&apos;s GPU may compute large products incorrectly. Seams may be faintly visible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is decoded in tiles, because this Mac has {ram} of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is decoded in tiles so that it fits. Seams may be faintly visible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture may use {available} of {ram} of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture may use {available}: Metal recommends at most {allowed}, and a tenth stays free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture may use {available}: on Macs with {ram} Metal recommends at most {allowed}, and a tenth stays free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No warm-up: only Apple&apos;s GPU needs it, and this runs on {device}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One step runs first and is discarded, because the first picture of PyTorch {torch} differs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No warm-up: only PyTorch 1.13 needs it, and this is {torch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are stored channels-last, which is faster for NVIDIA&apos;s half-precision kernels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are stored channels-first: channels-last is for NVIDIA GPUs, and this runs on {device}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are stored channels-first: channels-last is no faster in single precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts in single precision are multiplied in TF32, with the resolution of half and the range of single precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No TF32: only NVIDIA GPUs have it, and this runs on {device}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No TF32: no part is in single precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeated blocks are compiled because of your setting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled because of your setting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: PyTorch&apos;s compiler is experimental on Apple&apos;s GPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: this needs PyTorch {least} or later, and this is {torch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: the application does not include PyTorch&apos;s compiler. Run Easel from source to use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: an NVIDIA GPU needs Triton for this, which is not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: this needs a {language} compiler, and none is installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: on the {device} this happens only if you turn it on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: a model with stages has no repeated blocks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled any more, because compilation failed: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: the time for a picture on this machine is not yet known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: this pays off from {least} pictures in a row with the same model and size. Here: {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is compiled: pictures like this were not faster when compiled on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeated blocks are already compiled: about {times} times as fast.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compiled once, in {time}, for {count} equal pictures: about {times} times as fast here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compiled once, in perhaps {time}, for {count} equal pictures: about {times} times as fast on other GPUs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is computed in single precision: half precision is no faster on a processor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are stored in half precision, which needs half the memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is in single precision: before PyTorch 2.1, half precision is wrong on MPS, and this is {torch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are stored as bfloat16: {kind} was trained in it and exceeds the range of float16.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is in single precision: {kind} exceeds the range of float16, and bfloat16 needs macOS 14. This is {macos}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The UNet computes in single precision: attention in {kind} overflows half precision before PyTorch 2.10, and this is {torch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures are made one after another, never as a batch: batches are unreliable on Apple&apos;s GPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not supported: {names}. This needs {name} {least} or later, and {version} is installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installed libraries support every model family.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half precision is slower on the {device}, which computes it in single precision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only NVIDIA GPUs have TF32, and this runs on {device}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped in a quick run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs PyTorch 2.0 or later, and this is {torch}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs {needed} of memory, and {available} is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This would take about {time} here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed: {why}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model {value} to measure. Choose one of: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the index is intact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every job in the queue can be read and is in one state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every picture in the index is on the disk and complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no file is truncated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every picture on the disk is in the index, once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no job has made two pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>favourites, stars, tags and collections are also in the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every file of the library is in its folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the library opens within 10 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing was deleted without a request: deleted pictures are in the Trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ControlNet {name} needs more than a map: it fills in a mask. Choose a ControlNet for one kind of map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ControlNet {name} is for several kinds of map, and the kind of this map is not known. Let Easel make the map: {kinds}. Or choose a ControlNet for one kind of map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No {value} setting was measured for {model}. Choose the number of steps with “--steps” instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A quality and a fast mode cannot be used together. Remove one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {about}; needs {needed} of {available} in full precision; a download of {size_bytes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {about}; needs {needed} of {available} with {format} weights; a download of {size_bytes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {about}; {time} per picture, estimated; needs {needed} of {available} in full precision; a download of {size_bytes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {about}; {time} per picture, estimated; needs {needed} of {available} with {format} weights; a download of {size_bytes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identical: every pixel is the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pictures differ by at most {0} of 255 in {1} pixels ({2} %).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing known to affect the picture has changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed since then:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sidebar</name>
    <message>
        <source>Albums</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smart Albums</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory for a picture at the native size of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time per picture, estimated from earlier pictures, or from the speed of the chip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown: not in the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown: needs a newer Easel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a newer Easel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>masked area only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Textual inversions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second negative prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance rescale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidance until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unconditional interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High resolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VAE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt as typed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last {0} % of the steps at half the work: about {1} % faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>favourite</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n stars</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Negative prompt: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resize mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masked area only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask padding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mask feather</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High-resolution strength</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refiner start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative prompt as typed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
