<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>AdvancedSection</name>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlbumActions</name>
    <message numerus="yes">
        <source>Added %Ln pictures to “{0}”</source>
        <translation>
            <numerusform>Added %Ln picture to “{0}”</numerusform>
            <numerusform>Added %Ln pictures to “{0}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removed %Ln pictures from “{0}”</source>
        <translation>
            <numerusform>Removed %Ln picture from “{0}”</numerusform>
            <numerusform>Removed %Ln pictures from “{0}”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareWindow</name>
    <message numerus="yes">
        <source>%Ln images</source>
        <translation>
            <numerusform>%Ln image</numerusform>
            <numerusform>%Ln images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other images</source>
        <translation>
            <numerusform>%Ln other image</numerusform>
            <numerusform>%Ln other images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %Ln Pictures</source>
        <translation>
            <numerusform>Export %Ln Picture</numerusform>
            <numerusform>Export %Ln Pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FastModeField</name>
    <message numerus="yes">
        <source>%n steps instead of {0}: about {1} times faster</source>
        <translation>
            <numerusform>%n step instead of {0}: about {1} times faster</numerusform>
            <numerusform>%n steps instead of {0}: about {1} times faster</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileIntake</name>
    <message numerus="yes">
        <source>%Ln pictures imported.</source>
        <translation>
            <numerusform>%Ln picture imported.</numerusform>
            <numerusform>%Ln pictures imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them contain no settings.</source>
        <translation>
            <numerusform>%Ln of them contains no settings.</numerusform>
            <numerusform>%Ln of them contain no settings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were already in the gallery.</source>
        <translation>
            <numerusform>%Ln was already in the gallery.</numerusform>
            <numerusform>%Ln were already in the gallery.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Settings were added to %Ln of them.</source>
        <translation>
            <numerusform>Settings were added to %Ln of them.</numerusform>
            <numerusform>Settings were added to %Ln of them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read:</source>
        <translation>
            <numerusform>%Ln could not be read:</numerusform>
            <numerusform>%Ln could not be read:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} is empty now. The gallery shows %Ln of its pictures. Is its disk connected?</source>
        <translation>
            <numerusform>{0} is empty now. The gallery shows %Ln of its pictures. Is its disk connected?</numerusform>
            <numerusform>{0} is empty now. The gallery shows %Ln of its pictures. Is its disk connected?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GalleryActions</name>
    <message numerus="yes">
        <source>Added %Ln pictures to Favourites</source>
        <translation>
            <numerusform>Added %Ln picture to Favourites</numerusform>
            <numerusform>Added %Ln pictures to Favourites</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exported %Ln files to “{0}”</source>
        <translation>
            <numerusform>Exported %Ln file to “{0}”</numerusform>
            <numerusform>Exported %Ln files to “{0}”</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GalleryHeader</name>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GridWindow</name>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation>
            <numerusform>Generate %Ln</numerusform>
            <numerusform>Generate %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures are missing.</source>
        <translation>
            <numerusform>%Ln picture is missing.</numerusform>
            <numerusform>%Ln pictures are missing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobSubmitter</name>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation>
            <numerusform>Generate %Ln</numerusform>
            <numerusform>Generate %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This prompt has %Ln combinations.</source>
        <translation>
            <numerusform>This prompt has %Ln combination.</numerusform>
            <numerusform>This prompt has %Ln combinations.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Maintenance</name>
    <message numerus="yes">
        <source>%Ln pictures found.</source>
        <translation>
            <numerusform>%Ln picture found.</numerusform>
            <numerusform>%Ln pictures found.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueAnnouncer</name>
    <message numerus="yes">
        <source>%Ln pictures are done.</source>
        <translation>
            <numerusform>%Ln picture is done.</numerusform>
            <numerusform>%Ln pictures are done.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln jobs failed.</source>
        <translation>
            <numerusform>%Ln job failed.</numerusform>
            <numerusform>%Ln jobs failed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueHeader</name>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln waiting</numerusform>
            <numerusform>%Ln waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message numerus="yes">
        <source>%Ln more are waiting.</source>
        <translation>
            <numerusform>%Ln more is waiting.</numerusform>
            <numerusform>%Ln more are waiting.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln Jobs</source>
        <translation>
            <numerusform>Remove %Ln Job</numerusform>
            <numerusform>Remove %Ln Jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReferenceField</name>
    <message numerus="yes">
        <source>The model uses at most %Ln of them. Remove the others.</source>
        <translation>
            <numerusform>The model uses at most %Ln of them. Remove the others.</numerusform>
            <numerusform>The model uses at most %Ln of them. Remove the others.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RingButton</name>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln waiting</numerusform>
            <numerusform>%Ln waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SidebarModel</name>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message numerus="yes">
        <source>%Ln styles imported.</source>
        <translation>
            <numerusform>%Ln style imported.</numerusform>
            <numerusform>%Ln styles imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrashActions</name>
    <message numerus="yes">
        <source>Moved %Ln pictures to the Trash</source>
        <translation>
            <numerusform>Moved %Ln picture to the Trash</numerusform>
            <numerusform>Moved %Ln pictures to the Trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Put %Ln pictures back</source>
        <translation>
            <numerusform>Put %Ln picture back</numerusform>
            <numerusform>Put %Ln pictures back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>places</name>
    <message numerus="yes">
        <source>Pictures that Easel made in the last %n days appear here.</source>
        <translation>
            <numerusform>Pictures that Easel made in the last day appear here.</numerusform>
            <numerusform>Pictures that Easel made in the last %n days appear here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stars</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
</TS>
