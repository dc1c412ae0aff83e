<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko">
<context>
    <name>AdvancedSection</name>
    <message>
        <source>Steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Guidance scale</source>
        <translation>가이던스 스케일</translation>
    </message>
    <message>
        <source>Same as the first if empty</source>
        <translation>비워 두면 첫 번째와 같음</translation>
    </message>
    <message>
        <source>Second prompt</source>
        <translation>두 번째 프롬프트</translation>
    </message>
    <message>
        <source>Second negative prompt</source>
        <translation>두 번째 네거티브 프롬프트</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip skip</translation>
    </message>
    <message>
        <source>1 uses the last layer of the text encoder, 2 the layer before it; for SDXL both are the same</source>
        <translation>1은 텍스트 인코더의 마지막 레이어, 2는 그 앞의 레이어를 사용합니다. SDXL에서는 둘이 같습니다</translation>
    </message>
    <message>
        <source>Guidance rescale</source>
        <translation>가이던스 리스케일</translation>
    </message>
    <message>
        <source>Reduces the overexposure of high guidance; 0.7 is usual</source>
        <translation>높은 가이던스로 인한 과다 노출을 줄입니다. 보통 0.7을 사용합니다</translation>
    </message>
    <message>
        <source>Guidance until</source>
        <translation>가이던스 종료 지점</translation>
    </message>
    <message>
        <source>Share of the steps with guidance; steps without it need half the work. 1 means all steps</source>
        <translation>가이던스를 적용할 스텝의 비율입니다. 적용하지 않는 스텝은 작업량이 절반입니다. 1은 모든 스텝입니다</translation>
    </message>
    <message>
        <source>Unconditional interval</source>
        <translation>비조건 연산 간격</translation>
    </message>
    <message>
        <source>Steps from one unconditional pass to the next; 2 saves a quarter of the work. 1 means every step</source>
        <translation>비조건 연산을 몇 스텝마다 실행할지 정합니다. 2는 작업량을 4분의 1 줄입니다. 1은 모든 스텝입니다</translation>
    </message>
    <message>
        <source>Cache interval</source>
        <translation>캐시 간격</translation>
    </message>
    <message>
        <source>Steps from one full pass to the next; the others reuse its deep layers. 1 means every step</source>
        <translation>전체 연산을 몇 스텝마다 실행할지 정합니다. 나머지 스텝은 깊은 레이어를 재사용합니다. 1은 모든 스텝입니다</translation>
    </message>
    <message>
        <source>Cache start</source>
        <translation>캐시 시작</translation>
    </message>
    <message>
        <source>Share of the steps before the first one that reuses layers</source>
        <translation>레이어 재사용을 시작하기 전까지의 스텝 비율</translation>
    </message>
    <message>
        <source>Eta</source>
        <translation>Eta</translation>
    </message>
    <message>
        <source>Amount of noise added at each step</source>
        <translation>각 스텝에서 더하는 노이즈의 양</translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation>변형 강도</translation>
    </message>
    <message>
        <source>How far the noise moves from the seed to the variation seed</source>
        <translation>노이즈를 시드에서 변형 시드 쪽으로 옮기는 정도</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Best That Fits</source>
        <translation>메모리에 맞는 최선</translation>
    </message>
    <message>
        <source>Full Precision</source>
        <translation>전체 정밀도</translation>
    </message>
    <message>
        <source>8-bit</source>
        <translation>8비트</translation>
    </message>
    <message>
        <source>4-bit</source>
        <translation>4비트</translation>
    </message>
    <message>
        <source>Fewer bits need less memory and change the picture slightly</source>
        <translation>비트 수가 적으면 메모리를 덜 쓰고 이미지가 약간 달라집니다</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측 방식</translation>
    </message>
    <message>
        <source>As the Model Says</source>
        <translation>모델 설정에 따름</translation>
    </message>
    <message>
        <source>For a model that makes pictures of noise or of pale colours</source>
        <translation>노이즈나 빛바랜 색의 이미지가 나오는 모델에 사용합니다</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>내장</translation>
    </message>
    <message>
        <source>Choose a VAE</source>
        <translation>VAE 선택</translation>
    </message>
    <message>
        <source>VAE (*.safetensors)</source>
        <translation>VAE(*.safetensors)</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n스텝</numerusform>
        </translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>가이던스 {0}</translation>
    </message>
    <message>
        <source>variation</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>clip skip {0}</source>
        <translation>clip skip {0}</translation>
    </message>
    <message>
        <source>eta</source>
        <translation>eta</translation>
    </message>
    <message>
        <source>weights {0}</source>
        <translation>가중치 {0}</translation>
    </message>
    <message>
        <source>rescale</source>
        <translation>리스케일</translation>
    </message>
    <message>
        <source>guidance until {0}</source>
        <translation>가이던스 {0}까지</translation>
    </message>
    <message>
        <source>unconditional interval {0}</source>
        <translation>비조건 연산 간격 {0}</translation>
    </message>
    <message>
        <source>cache interval {0}</source>
        <translation>캐시 간격 {0}</translation>
    </message>
    <message>
        <source>second prompt</source>
        <translation>두 번째 프롬프트</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>가이던스</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>스케줄러</translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation>변형 시드</translation>
    </message>
</context>
<context>
    <name>AlbumActions</name>
    <message>
        <source>New Album</source>
        <translation>새로운 앨범</translation>
    </message>
    <message>
        <source>Save Search</source>
        <translation>검색 저장</translation>
    </message>
    <message numerus="yes">
        <source>Added %Ln pictures to “{0}”</source>
        <translation>
            <numerusform>‘{0}’에 그림 %Ln개를 추가함</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to Album</source>
        <translation>앨범에 추가</translation>
    </message>
    <message numerus="yes">
        <source>Removed %Ln pictures from “{0}”</source>
        <translation>
            <numerusform>‘{0}’에서 그림 %Ln개를 제거함</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove from Album</source>
        <translation>앨범에서 제거</translation>
    </message>
    <message>
        <source>Rename Album</source>
        <translation>앨범 이름 변경</translation>
    </message>
    <message>
        <source>Deleted the album “{0}”</source>
        <translation>앨범 ‘{0}’ 삭제함</translation>
    </message>
    <message>
        <source>Delete Album</source>
        <translation>앨범 삭제</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Message</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>이 메시지 닫기</translation>
    </message>
</context>
<context>
    <name>BenchmarkChart</name>
    <message>
        <source>seconds per picture</source>
        <translation>이미지당 초</translation>
    </message>
    <message>
        <source>iterations per second</source>
        <translation>초당 반복 횟수</translation>
    </message>
    <message>
        <source>{0}   ▏limit of this chip   ◆ {1}</source>
        <translation>{0}   ▏이 칩의 한계   ◆ {1}</translation>
    </message>
    <message>
        <source>   ▸ beyond the scale</source>
        <translation>   ▸ 눈금 범위 초과</translation>
    </message>
</context>
<context>
    <name>BenchmarkProcess</name>
    <message>
        <source>Waiting for the current picture…</source>
        <translation>현재 이미지를 기다리는 중…</translation>
    </message>
    <message>
        <source>Loading PyTorch…</source>
        <translation>PyTorch 로드 중…</translation>
    </message>
    <message>
        <source>{0}  ·  {1} left</source>
        <translation>{0}  ·  {1} 남음</translation>
    </message>
    <message>
        <source>The benchmark ended unexpectedly.</source>
        <translation>벤치마크가 예기치 않게 종료되었습니다.</translation>
    </message>
</context>
<context>
    <name>BenchmarkWindow</name>
    <message>
        <source>Benchmark</source>
        <translation>벤치마크</translation>
    </message>
    <message>
        <source>Saved runs</source>
        <translation>저장된 측정</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>빠른 측정</translation>
    </message>
    <message>
        <source>Smaller pictures and fewer steps, scaled up: takes minutes instead of hours</source>
        <translation>더 작은 이미지와 더 적은 스텝으로 측정해 환산하므로 몇 시간 대신 몇 분이면 됩니다</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Markdown으로 복사</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>빠른 측정</translation>
    </message>
    <message>
        <source>full</source>
        <translation>전체 측정</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중단</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>There is no benchmark yet. The queue pauses during a benchmark and resumes afterwards.</source>
        <translation>아직 벤치마크가 없습니다. 벤치마크 중에는 대기열이 일시 정지되고 끝나면 재개됩니다.</translation>
    </message>
    <message>
        <source>{0}  ·  the queue is paused</source>
        <translation>{0}  ·  대기열 일시 정지됨</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Press {0} to generate a picture.</source>
        <translation>{0}을(를) 누르면 이미지가 생성됩니다.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>명령 팔레트</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>명령 입력</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
</context>
<context>
    <name>CompareSlider</name>
    <message>
        <source>Two pictures with a line between them</source>
        <translation>선으로 나뉜 두 이미지</translation>
    </message>
</context>
<context>
    <name>CompareWindow</name>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Interpolate Settings</source>
        <translation>설정 보간</translation>
    </message>
    <message>
        <source>Add a series to the queue, from the settings on the left to those on the right</source>
        <translation>왼쪽 설정에서 오른쪽 설정까지 이어지는 연속 이미지를 대기열에 추가</translation>
    </message>
    <message>
        <source>The settings are identical.</source>
        <translation>설정이 동일합니다.</translation>
    </message>
    <message>
        <source>one image</source>
        <translation>이미지 한 장</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>another image</source>
        <translation>다른 이미지</translation>
    </message>
    <message numerus="yes">
        <source>%Ln images</source>
        <translation>
            <numerusform>이미지 %Ln장</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other images</source>
        <translation>
            <numerusform>다른 이미지 %Ln장</numerusform>
        </translation>
    </message>
    <message>
        <source>The file of “{0}” is missing or damaged.</source>
        <translation>“{0}”의 파일이 없거나 손상되었습니다.</translation>
    </message>
</context>
<context>
    <name>ControlNetField</name>
    <message>
        <source>Add ControlNet…</source>
        <translation>ControlNet 추가…</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Choose a Folder…</source>
        <translation>폴더 선택…</translation>
    </message>
    <message>
        <source>Choose a ControlNet Folder</source>
        <translation>ControlNet 폴더 선택</translation>
    </message>
    <message>
        <source>Choose a Control Image</source>
        <translation>컨트롤 이미지 선택</translation>
    </message>
    <message>
        <source>Choose a Depth Estimation Model Folder</source>
        <translation>깊이 추정 모델 폴더 선택</translation>
    </message>
</context>
<context>
    <name>ControlNetRow</name>
    <message>
        <source>Choose an
image…</source>
        <translation>이미지
선택…</translation>
    </message>
    <message>
        <source>Image for {0}</source>
        <translation>{0}의 이미지</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>맵</translation>
    </message>
    <message>
        <source>Image is a map</source>
        <translation>이미지가 맵임</translation>
    </message>
    <message>
        <source>Edges (Canny)</source>
        <translation>윤곽선(Canny)</translation>
    </message>
    <message>
        <source>Fine lines</source>
        <translation>가는 선</translation>
    </message>
    <message>
        <source>Scribble</source>
        <translation>낙서</translation>
    </message>
    <message>
        <source>Depth…</source>
        <translation>깊이…</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>From</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>To</source>
        <translation>끝</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>{0} 제거</translation>
    </message>
</context>
<context>
    <name>CostEstimate</name>
    <message>
        <source>Estimated time and memory</source>
        <translation>예상 시간 및 메모리</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>{0} 사용</translation>
    </message>
    <message>
        <source>compiled</source>
        <translation>컴파일됨</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{1} 중 {0}</translation>
    </message>
    <message>
        <source>{0} for {1}</source>
        <translation>{1}에 {0}</translation>
    </message>
    <message>
        <source>One picture needs {0} of the memory that it may use here.</source>
        <translation>이미지 한 장에 여기서 쓸 수 있는 메모리 중 {0}이(가) 필요합니다.</translation>
    </message>
    <message>
        <source>A picture takes {0} to {1}, estimated from earlier pictures of this model.</source>
        <translation>이미지 한 장에 {0}~{1} 걸립니다. 이 모델로 만든 이전 이미지를 바탕으로 추정했습니다.</translation>
    </message>
    <message>
        <source>A picture takes {0} to {1}, estimated from earlier pictures of other models.</source>
        <translation>이미지 한 장에 {0}~{1} 걸립니다. 다른 모델로 만든 이전 이미지를 바탕으로 추정했습니다.</translation>
    </message>
    <message>
        <source>A picture may take {0} to {1}, estimated from the speed of this computer alone.</source>
        <translation>이미지 한 장에 {0}~{1} 걸릴 수 있습니다. 이 컴퓨터의 속도만으로 추정했습니다.</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Facts about the picture</source>
        <translation>이미지 정보</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Progress of {0}</source>
        <translation>{0} 진행률</translation>
    </message>
    <message>
        <source>Open Model Page</source>
        <translation>모델 페이지 열기</translation>
    </message>
    <message>
        <source>Read and accept the licence on the page of the model</source>
        <translation>모델 페이지에서 라이선스를 읽고 동의하십시오</translation>
    </message>
    <message>
        <source>Cancel the download of {0}</source>
        <translation>{0} 다운로드 취소</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{1} 중 {0}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>Contacting the hub…</source>
        <translation>허브에 연결 중…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>재개</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{1} 중 {0}</translation>
    </message>
    <message>
        <source>{0}  ·  {1}/s  ·  {2} left</source>
        <translation>{0}  ·  {1}/s  ·  {2} 남음</translation>
    </message>
    <message>
        <source>The download failed.</source>
        <translation>다운로드하지 못했습니다.</translation>
    </message>
</context>
<context>
    <name>EditCommands</name>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>실행 복귀</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>오려두기</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>전체 선택</translation>
    </message>
    <message>
        <source>Undo {0}</source>
        <translation>{0} 실행 취소</translation>
    </message>
    <message>
        <source>Redo {0}</source>
        <translation>{0} 실행 복귀</translation>
    </message>
</context>
<context>
    <name>EventRouter</name>
    <message>
        <source>“{0}” is finished.</source>
        <translation>“{0}”이(가) 완료되었습니다.</translation>
    </message>
    <message>
        <source>“{0}” has failed.</source>
        <translation>“{0}”에 실패했습니다.</translation>
    </message>
    <message>
        <source>Easel has started “{0}”.</source>
        <translation>Easel이 “{0}”을(를) 시작했습니다.</translation>
    </message>
    <message>
        <source>a picture without prompt</source>
        <translation>프롬프트 없는 이미지</translation>
    </message>
    <message>
        <source>No progress for {0} minutes. The GPU may have stopped responding. Restart Easel to continue.</source>
        <translation>{0}분 동안 진행이 없습니다. GPU가 응답하지 않는 것일 수 있습니다. 계속하려면 Easel을 다시 시작하십시오.</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>다시 시작</translation>
    </message>
    <message>
        <source>Easel quit unexpectedly while it was making “{0}”. The queue is paused.</source>
        <translation>“{0}”을(를) 만드는 중에 Easel이 예기치 않게 종료되었습니다. 대기열이 일시 정지되었습니다.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>재개</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>Export %Ln Pictures</source>
        <translation>
            <numerusform>이미지 %Ln장 내보내기</numerusform>
        </translation>
    </message>
    <message>
        <source>Include prompt and settings</source>
        <translation>프롬프트 및 설정 포함</translation>
    </message>
    <message>
        <source>Add a contact sheet</source>
        <translation>콘택트 시트 추가</translation>
    </message>
    <message>
        <source>Without them, a file still records that it was made by AI.</source>
        <translation>포함하지 않아도 파일에는 AI로 만들었다는 기록이 남습니다.</translation>
    </message>
    <message>
        <source>Choose Folder…</source>
        <translation>폴더 선택…</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>포맷</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>파일 이름</translation>
    </message>
</context>
<context>
    <name>FastModeField</name>
    <message>
        <source>Fast mode</source>
        <translation>고속 모드</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>끔</translation>
    </message>
    <message numerus="yes">
        <source>%n steps instead of {0}: about {1} times faster</source>
        <translation>
            <numerusform>{0}스텝 대신 %n스텝: 약 {1}배 빠름</numerusform>
        </translation>
    </message>
    <message>
        <source>Download {0} ({1})…</source>
        <translation>{0} 다운로드({1})…</translation>
    </message>
    <message>
        <source>Add {0}</source>
        <translation>{0} 추가</translation>
    </message>
</context>
<context>
    <name>FileIntake</name>
    <message>
        <source>The clipboard contains no image.</source>
        <translation>클립보드에 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>Only files on this computer can be dropped here. Save the picture first.</source>
        <translation>이 컴퓨터에 있는 파일만 여기에 놓을 수 있습니다. 먼저 이미지를 저장하십시오.</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>가져오는 중</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>{0} 읽는 중</translation>
    </message>
    <message>
        <source>Looking for new pictures</source>
        <translation>새 이미지를 찾는 중</translation>
    </message>
    <message>
        <source>Show Pictures of {0}</source>
        <translation>{0}의 이미지 보기</translation>
    </message>
    <message>
        <source>Show a Folder in the Gallery…</source>
        <translation>갤러리에 폴더 표시…</translation>
    </message>
    <message>
        <source>Stop Showing {0}</source>
        <translation>{0} 표시 중단</translation>
    </message>
    <message>
        <source>{0} is no longer shown. Its files are unchanged.</source>
        <translation>{0}이(가) 더 이상 표시되지 않습니다. 파일은 변경되지 않았습니다.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Choose a Source Image</source>
        <translation>원본 이미지 선택</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Choose Reference Images</source>
        <translation>참조 이미지 선택</translation>
    </message>
    <message>
        <source>Add Models</source>
        <translation>모델 추가</translation>
    </message>
    <message>
        <source>Models (*.safetensors *.gguf)</source>
        <translation>모델(*.safetensors *.gguf)</translation>
    </message>
    <message>
        <source>Add a Model Folder</source>
        <translation>모델 폴더 추가</translation>
    </message>
    <message>
        <source>Import Pictures</source>
        <translation>이미지 가져오기</translation>
    </message>
    <message>
        <source>Show a Folder in the Gallery</source>
        <translation>갤러리에 폴더 표시</translation>
    </message>
    <message>
        <source>This picture was made with {0}.</source>
        <translation>이 이미지는 {0}(으)로 만들었습니다.</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>설정 사용</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures imported.</source>
        <translation>
            <numerusform>이미지 %Ln장을 가져왔습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them contain no settings.</source>
        <translation>
            <numerusform>그중 %Ln장에는 설정이 없습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were already in the gallery.</source>
        <translation>
            <numerusform>%Ln장은 이미 갤러리에 있습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Settings were added to %Ln of them.</source>
        <translation>
            <numerusform>그중 %Ln장에 설정을 추가했습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read:</source>
        <translation>
            <numerusform>%Ln개를 읽을 수 없음:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} is empty now. The gallery shows %Ln of its pictures. Is its disk connected?</source>
        <translation>
            <numerusform>{0}이(가) 비어 있습니다. 갤러리에는 이 폴더의 이미지 %Ln장이 표시됩니다. 디스크가 연결되어 있습니까?</numerusform>
        </translation>
    </message>
    <message>
        <source>Hide Pictures</source>
        <translation>이미지 가리기</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>필름 스트립</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Three Stars or More</source>
        <translation>별점 3개 이상</translation>
    </message>
    <message>
        <source>With Source Image</source>
        <translation>원본 이미지 있음</translation>
    </message>
    <message>
        <source>Without Source Image</source>
        <translation>원본 이미지 없음</translation>
    </message>
    <message>
        <source>Made Today</source>
        <translation>오늘 만든 이미지</translation>
    </message>
    <message>
        <source>Made This Month</source>
        <translation>이번 달에 만든 이미지</translation>
    </message>
    <message>
        <source>Made This Year</source>
        <translation>올해 만든 이미지</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Made With</source>
        <translation>만든 프로그램</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>태그</translation>
    </message>
</context>
<context>
    <name>FormActions</name>
    <message>
        <source>Use Settings</source>
        <translation>설정 사용</translation>
    </message>
    <message>
        <source>This prompt comes from “{0}”.</source>
        <translation>이 프롬프트는 “{0}”에서 가져온 것입니다.</translation>
    </message>
    <message>
        <source>Use Prompt as Typed</source>
        <translation>입력한 그대로 프롬프트 사용</translation>
    </message>
    <message>
        <source>Use Size</source>
        <translation>크기 사용</translation>
    </message>
    <message>
        <source>Use Fast Mode</source>
        <translation>고속 모드 사용</translation>
    </message>
    <message>
        <source>A mask needs an image. Choose or drop a source image first.</source>
        <translation>마스크에는 이미지가 필요합니다. 먼저 원본 이미지를 선택하거나 끌어다 놓으십시오.</translation>
    </message>
    <message>
        <source>Use Mask</source>
        <translation>마스크 사용</translation>
    </message>
    <message>
        <source>Use Quality</source>
        <translation>품질 사용</translation>
    </message>
</context>
<context>
    <name>FormFields</name>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Fast mode</source>
        <translation>고속 모드</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>원본 이미지</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>고급</translation>
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
        <translation>업스케일</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>리파인</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Words, &quot;a phrase&quot;, -without, and model: seed: steps:&gt;30 guidance: size:512x768 date:2026-11 from: tag: stars:&gt;3 in: is:favourite has:image</source>
        <translation>단어, &quot;구절&quot;, -제외할 단어, 그리고 model: seed: steps:&gt;30 guidance: size:512x768 date:2026-11 from: tag: stars:&gt;3 in: is:favourite has:image</translation>
    </message>
    <message>
        <source>Search your pictures</source>
        <translation>그림 검색</translation>
    </message>
</context>
<context>
    <name>GalleryActions</name>
    <message>
        <source>Favourite</source>
        <translation>즐겨찾기</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>별점</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Tag for the selected pictures:</source>
        <translation>선택한 이미지의 태그:</translation>
    </message>
    <message>
        <source>Remove Tag</source>
        <translation>태그 제거</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>내보내는 중</translation>
    </message>
    <message>
        <source>Export To</source>
        <translation>내보낼 위치</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>태그…</translation>
    </message>
    <message>
        <source>Remove from “{0}”</source>
        <translation>“{0}”에서 제거</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message numerus="yes">
        <source>Added %Ln pictures to Favourites</source>
        <translation>
            <numerusform>그림 %Ln개를 즐겨찾기에 추가함</numerusform>
        </translation>
    </message>
    <message>
        <source>Type a search first: a smart album shows what it finds.</source>
        <translation>먼저 검색어를 입력하십시오. 스마트 앨범은 검색 결과를 보여 줍니다.</translation>
    </message>
    <message>
        <source>Pictures in the Trash cannot be changed. Put them back first.</source>
        <translation>휴지통에 있는 그림은 변경할 수 없습니다. 먼저 되돌려 놓으십시오.</translation>
    </message>
    <message numerus="yes">
        <source>Exported %Ln files to “{0}”</source>
        <translation>
            <numerusform>파일 %Ln개를 ‘{0}’(으)로 내보냄</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>되돌려 놓기</translation>
    </message>
    <message>
        <source>Add to Album</source>
        <translation>앨범에 추가</translation>
    </message>
    <message>
        <source>New Album</source>
        <translation>새로운 앨범</translation>
    </message>
</context>
<context>
    <name>GalleryHeader</name>
    <message>
        <source>‹ Back</source>
        <translation>‹ 뒤로</translation>
    </message>
    <message>
        <source>Leave the stack</source>
        <translation>스택 나가기</translation>
    </message>
    <message>
        <source>Order of the pictures</source>
        <translation>그림 순서</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>필터</translation>
    </message>
    <message>
        <source>Show only some of these pictures</source>
        <translation>이 중 일부 그림만 보기</translation>
    </message>
    <message>
        <source>{0} of {1} selected</source>
        <translation>{1}개 중 {0}개 선택됨</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>이미지 %Ln장</numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>이미지 1장</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>즐겨찾기</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>태그…</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>되돌려 놓기</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Move the selected pictures to the Trash</source>
        <translation>선택한 그림을 휴지통으로 이동</translation>
    </message>
    <message>
        <source>Stack Pictures Made Together</source>
        <translation>함께 만든 그림 쌓기</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>최신순</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>오래된순</translation>
    </message>
    <message>
        <source>Most stars first</source>
        <translation>별점 높은순</translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation>프롬프트순</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>큰 순서</translation>
    </message>
    <message>
        <source>Thumbnail size</source>
        <translation>썸네일 크기</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>동작</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{1} 중 {0}</translation>
    </message>
    <message>
        <source>A picture without a prompt</source>
        <translation>프롬프트 없는 이미지</translation>
    </message>
</context>
<context>
    <name>GenerationForm</name>
    <message>
        <source>Save Changes</source>
        <translation>변경 사항 저장</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
</context>
<context>
    <name>GridWindow</name>
    <message>
        <source>Grid</source>
        <translation>그리드</translation>
    </message>
    <message>
        <source>Values across</source>
        <translation>가로축 값</translation>
    </message>
    <message>
        <source>Values down</source>
        <translation>세로축 값</translation>
    </message>
    <message>
        <source>Saved grids</source>
        <translation>저장된 그리드</translation>
    </message>
    <message>
        <source>Number of missing pictures, and their time</source>
        <translation>빠진 이미지의 수와 소요 시간</translation>
    </message>
    <message>
        <source>Pictures of the grid</source>
        <translation>그리드의 이미지</translation>
    </message>
    <message>
        <source>Save Grid…</source>
        <translation>그리드 저장…</translation>
    </message>
    <message>
        <source>Save Sheet…</source>
        <translation>시트 저장…</translation>
    </message>
    <message>
        <source>Save the whole grid as one picture, labelled with the values</source>
        <translation>전체 그리드를 값이 표시된 이미지 한 장으로 저장</translation>
    </message>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation>
            <numerusform>%Ln장 생성</numerusform>
        </translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>All pictures exist.</source>
        <translation>모든 이미지가 있습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures are missing.</source>
        <translation>
            <numerusform>이미지 %Ln장이 빠져 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture is missing.</source>
        <translation>이미지 1장이 빠져 있습니다.</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>{0}(으)로 저장됨</translation>
    </message>
    <message>
        <source>Save Sheet</source>
        <translation>시트 저장</translation>
    </message>
    <message>
        <source>Not generated yet</source>
        <translation>아직 생성되지 않음</translation>
    </message>
    <message>
        <source>Separate values with commas, and prompts with |</source>
        <translation>값은 쉼표로, 프롬프트는 |로 구분</translation>
    </message>
    <message>
        <source>Name of the grid:</source>
        <translation>그리드 이름:</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>가로축</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>세로축</translation>
    </message>
</context>
<context>
    <name>HelpBrowser</name>
    <message>
        <source>Help page</source>
        <translation>도움말 페이지</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Easel Help</source>
        <translation>Easel 도움말</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>Find in page</source>
        <translation>페이지에서 찾기</translation>
    </message>
    <message>
        <source>This page is missing. Replace this copy of Easel with a new one.</source>
        <translation>이 페이지가 없습니다. Easel을 새로 설치하십시오.</translation>
    </message>
    <message>
        <source>Not found on this page</source>
        <translation>이 페이지에서 찾을 수 없음</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>찾기</translation>
    </message>
    <message>
        <source>Find Next</source>
        <translation>다음 찾기</translation>
    </message>
    <message>
        <source>Find Previous</source>
        <translation>이전 찾기</translation>
    </message>
</context>
<context>
    <name>HubForm</name>
    <message>
        <source>owner/name of a repository on the Hugging Face hub</source>
        <translation>Hugging Face 허브 저장소의 소유자/이름</translation>
    </message>
    <message>
        <source>Repository to download</source>
        <translation>다운로드할 저장소</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>다운로드</translation>
    </message>
    <message>
        <source>Sign In…</source>
        <translation>로그인…</translation>
    </message>
    <message>
        <source>Sign in to the hub with an access token, stored in the Keychain</source>
        <translation>키체인에 저장되는 액세스 토큰으로 허브에 로그인</translation>
    </message>
</context>
<context>
    <name>ImagePlacement</name>
    <message>
        <source>The image was added as a reference.</source>
        <translation>이미지를 참조로 추가했습니다.</translation>
    </message>
    <message>
        <source>Use as Source Image</source>
        <translation>원본 이미지로 사용</translation>
    </message>
    <message>
        <source>Use Source Image</source>
        <translation>원본 이미지 사용</translation>
    </message>
    <message>
        <source>Add Reference Image</source>
        <translation>참조 이미지 추가</translation>
    </message>
</context>
<context>
    <name>InfoPanel</name>
    <message>
        <source>Select a picture to see how it was made.</source>
        <translation>이미지를 선택하면 만든 방법을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>설정 사용</translation>
    </message>
    <message>
        <source>Start from This</source>
        <translation>이 이미지에서 시작</translation>
    </message>
    <message>
        <source>Save a Copy…</source>
        <translation>복사본 저장…</translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation>이미지 복사</translation>
    </message>
    <message>
        <source>Copy Prompt</source>
        <translation>프롬프트 복사</translation>
    </message>
    <message>
        <source>Copy Settings</source>
        <translation>설정 복사</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>인스펙터</translation>
    </message>
</context>
<context>
    <name>JobEditor</name>
    <message>
        <source>You are editing a waiting picture of the queue.</source>
        <translation>대기열에서 대기 중인 이미지를 편집하고 있습니다.</translation>
    </message>
    <message>
        <source>This picture has already started. It was not changed.</source>
        <translation>이 이미지는 이미 시작되어 변경되지 않았습니다.</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>The queue is empty</source>
        <translation>대기열이 비어 있음</translation>
    </message>
    <message>
        <source>Write a prompt and press {0}: your pictures wait here.</source>
        <translation>프롬프트를 쓰고 {0}을(를) 누르면 이미지가 여기서 대기합니다.</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>Retry</source>
        <translation>다시 시도</translation>
    </message>
</context>
<context>
    <name>JobSubmitter</name>
    <message numerus="yes">
        <source>Generate %Ln</source>
        <translation>
            <numerusform>%Ln장 생성</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This prompt has %Ln combinations.</source>
        <translation>
            <numerusform>이 프롬프트의 조합은 %Ln개입니다.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryEdits</name>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
</context>
<context>
    <name>LoraField</name>
    <message>
        <source>Add LoRA or Textual Inversion…</source>
        <translation>LoRA 또는 Textual Inversion 추가…</translation>
    </message>
    <message>
        <source>Weight of {0}</source>
        <translation>{0}의 가중치</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Add LoRA or Textual Inversions</source>
        <translation>LoRA 또는 Textual Inversion 추가</translation>
    </message>
    <message>
        <source>LoRA and textual inversions (*.safetensors)</source>
        <translation>LoRA 및 Textual Inversion(*.safetensors)</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>{0} 제거</translation>
    </message>
    <message>
        <source>Trigger words:</source>
        <translation>트리거 단어:</translation>
    </message>
    <message>
        <source>Add “{0}” to the prompt</source>
        <translation>프롬프트에 “{0}” 추가</translation>
    </message>
</context>
<context>
    <name>MachineLine</name>
    <message>
        <source>About This Machine</source>
        <translation>이 컴퓨터에 관하여</translation>
    </message>
    <message>
        <source>About This Machine: {0}</source>
        <translation>이 컴퓨터에 관하여: {0}</translation>
    </message>
</context>
<context>
    <name>MachineWindow</name>
    <message>
        <source>About This Machine</source>
        <translation>이 컴퓨터에 관하여</translation>
    </message>
    <message>
        <source>Applies</source>
        <translation>적용됨</translation>
    </message>
    <message>
        <source>Not needed</source>
        <translation>필요 없음</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Easel</source>
        <translation>Easel</translation>
    </message>
    <message>
        <source>Chip</source>
        <translation>칩</translation>
    </message>
    <message>
        <source>GPU cores</source>
        <translation>GPU 코어</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Available to GPU</source>
        <translation>GPU에서 사용 가능</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>실행 장치</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>라이브러리</translation>
    </message>
    <message>
        <source>Launch</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>보관함</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>여유 공간</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Last crash</source>
        <translation>최근 충돌</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>환경</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{0} was downloaded.</source>
        <translation>{0}을(를) 다운로드했습니다.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Add to Queue</source>
        <translation>대기열에 추가</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>정보</translation>
    </message>
</context>
<context>
    <name>Maintenance</name>
    <message>
        <source>The index of your pictures is missing. Easel is rebuilding it from the pictures.</source>
        <translation>이미지 색인이 없습니다. Easel이 이미지에서 색인을 다시 만들고 있습니다.</translation>
    </message>
    <message>
        <source>Easel ended unexpectedly last time.</source>
        <translation>지난번에 Easel이 예기치 않게 종료되었습니다.</translation>
    </message>
    <message>
        <source>Show Log</source>
        <translation>로그 보기</translation>
    </message>
    <message>
        <source>Reading your pictures</source>
        <translation>이미지를 읽는 중</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures found.</source>
        <translation>
            <numerusform>이미지 %Ln장을 찾았습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Use Existing Folder</source>
        <translation>기존 폴더 사용</translation>
    </message>
    <message>
        <source>Create Empty Folder</source>
        <translation>빈 폴더 생성</translation>
    </message>
</context>
<context>
    <name>MaskCanvas</name>
    <message>
        <source>Mask: paint the area to change</source>
        <translation>마스크: 변경할 영역 칠하기</translation>
    </message>
    <message>
        <source>Open Mask</source>
        <translation>마스크 열기</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>마스크 반전</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>마스크 지우기</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>칠하기</translation>
    </message>
</context>
<context>
    <name>MaskWindow</name>
    <message>
        <source>Mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>브러시</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>지우개</translation>
    </message>
    <message>
        <source>{0} (key {1})</source>
        <translation>{0}({1} 키)</translation>
    </message>
    <message>
        <source>Brush width</source>
        <translation>브러시 굵기</translation>
    </message>
    <message>
        <source>Brush width (keys [ and ])</source>
        <translation>브러시 굵기([ 및 ] 키)</translation>
    </message>
    <message>
        <source>Feather in pixels</source>
        <translation>페더(픽셀)</translation>
    </message>
    <message>
        <source>Width in pixels over which the edge of the mask fades inwards</source>
        <translation>마스크 가장자리가 안쪽으로 옅어지는 폭(픽셀)</translation>
    </message>
    <message>
        <source>Use Mask</source>
        <translation>마스크 사용</translation>
    </message>
    <message>
        <source>Extend Image</source>
        <translation>이미지 확장</translation>
    </message>
    <message>
        <source>Use this mask?</source>
        <translation>이 마스크를 사용하겠습니까?</translation>
    </message>
    <message>
        <source>Without it, your changes to the mask are lost.</source>
        <translation>사용하지 않으면 마스크의 변경 사항이 사라집니다.</translation>
    </message>
    <message>
        <source>Don’t Use</source>
        <translation>사용 안 함</translation>
    </message>
    <message>
        <source>Paint the area to change. Drag an edge to extend the picture.  ·  {0}</source>
        <translation>변경할 영역을 칠하십시오. 가장자리를 드래그하면 이미지가 확장됩니다.  ·  {0}</translation>
    </message>
    <message>
        <source>Open Mask</source>
        <translation>마스크 열기</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>마스크 반전</translation>
    </message>
    <message>
        <source>Zoom to Fit</source>
        <translation>크기에 맞추기</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>실제 크기</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>페더</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>반전</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Open Mask…</source>
        <translation>마스크 열기…</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Add to Queue</source>
        <translation>대기열에 추가</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Resume Queue</source>
        <translation>대기열 재개</translation>
    </message>
    <message>
        <source>Pause Queue</source>
        <translation>대기열 일시 정지</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>Generate Next</source>
        <translation>다음으로 생성</translation>
    </message>
    <message>
        <source>Generate Every Combination</source>
        <translation>모든 조합 생성</translation>
    </message>
    <message>
        <source>Choose Source Image…</source>
        <translation>원본 이미지 선택…</translation>
    </message>
    <message>
        <source>Import Pictures…</source>
        <translation>이미지 가져오기…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>모델…</translation>
    </message>
    <message>
        <source>Add Model…</source>
        <translation>모델 추가…</translation>
    </message>
    <message>
        <source>Add Model Folder…</source>
        <translation>모델 폴더 추가…</translation>
    </message>
    <message>
        <source>Folders of Other Apps</source>
        <translation>다른 앱의 폴더</translation>
    </message>
    <message>
        <source>Save a Copy…</source>
        <translation>복사본 저장…</translation>
    </message>
    <message>
        <source>Export Selected Pictures…</source>
        <translation>선택한 이미지 내보내기…</translation>
    </message>
    <message>
        <source>Strip Metadata When Dragging</source>
        <translation>드래그할 때 메타데이터 제거</translation>
    </message>
    <message>
        <source>Close Window</source>
        <translation>윈도우 닫기</translation>
    </message>
    <message>
        <source>Quit {0}</source>
        <translation>{0} 종료</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>Edit Prompt</source>
        <translation>프롬프트 편집</translation>
    </message>
    <message>
        <source>Earlier Prompts…</source>
        <translation>이전 프롬프트…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Select All Pictures</source>
        <translation>모든 이미지 선택</translation>
    </message>
    <message>
        <source>Paint Mask…</source>
        <translation>마스크 칠하기…</translation>
    </message>
    <message>
        <source>Paste Image</source>
        <translation>이미지 붙여넣기</translation>
    </message>
    <message>
        <source>Remove Source Image</source>
        <translation>원본 이미지 제거</translation>
    </message>
    <message>
        <source>Remove Reference Images</source>
        <translation>참조 이미지 제거</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>이미지(&amp;P)</translation>
    </message>
    <message>
        <source>Use Settings</source>
        <translation>설정 사용</translation>
    </message>
    <message>
        <source>Use Settings with New Seed</source>
        <translation>새 시드로 설정 사용</translation>
    </message>
    <message>
        <source>Start from This Picture</source>
        <translation>이 이미지에서 시작</translation>
    </message>
    <message>
        <source>Generate Variations</source>
        <translation>변형 생성</translation>
    </message>
    <message>
        <source>Generate Again with Same Seed</source>
        <translation>같은 시드로 다시 생성</translation>
    </message>
    <message>
        <source>Grid of Variations…</source>
        <translation>변형 그리드…</translation>
    </message>
    <message>
        <source>Repeat and Compare</source>
        <translation>반복하고 비교</translation>
    </message>
    <message>
        <source>Compare Two Pictures</source>
        <translation>두 이미지 비교</translation>
    </message>
    <message>
        <source>Copy Picture</source>
        <translation>이미지 복사</translation>
    </message>
    <message>
        <source>Copy Picture Without Metadata</source>
        <translation>메타데이터 없이 이미지 복사</translation>
    </message>
    <message>
        <source>Copy Settings</source>
        <translation>설정 복사</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>표시</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>즐겨찾기</translation>
    </message>
    <message>
        <source>No Stars</source>
        <translation>별점 없음</translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation>태그…</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>Related Pictures</source>
        <translation>관련 이미지</translation>
    </message>
    <message>
        <source>Go to Source</source>
        <translation>원본으로 이동</translation>
    </message>
    <message>
        <source>Go to Derived Picture</source>
        <translation>파생 이미지로 이동</translation>
    </message>
    <message>
        <source>Next with Other Seed</source>
        <translation>시드가 다른 다음 이미지</translation>
    </message>
    <message>
        <source>Previous with Other Seed</source>
        <translation>시드가 다른 이전 이미지</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message>
        <source>Move Rejects to Trash</source>
        <translation>제외한 이미지를 휴지통으로 이동</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>대기열(&amp;Q)</translation>
    </message>
    <message>
        <source>Show Queue</source>
        <translation>대기열 보기</translation>
    </message>
    <message>
        <source>Cancel Current Picture</source>
        <translation>현재 이미지 취소</translation>
    </message>
    <message>
        <source>Pause After Current Picture</source>
        <translation>현재 이미지 후 일시 정지</translation>
    </message>
    <message>
        <source>Sort by Model</source>
        <translation>모델별 정렬</translation>
    </message>
    <message>
        <source>Clear Failed</source>
        <translation>실패한 작업 지우기</translation>
    </message>
    <message>
        <source>Clear Queue</source>
        <translation>대기열 지우기</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>View Full Size</source>
        <translation>전체 크기로 보기</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Actual Size</source>
        <translation>실제 크기</translation>
    </message>
    <message>
        <source>Zoom to Fit</source>
        <translation>크기에 맞추기</translation>
    </message>
    <message>
        <source>Toggle Zoom</source>
        <translation>확대/축소 전환</translation>
    </message>
    <message>
        <source>Go to Gallery</source>
        <translation>갤러리로 이동</translation>
    </message>
    <message>
        <source>Switch Between Picture and Gallery</source>
        <translation>이미지와 갤러리 전환</translation>
    </message>
    <message>
        <source>Show Only Gallery</source>
        <translation>갤러리만 보기</translation>
    </message>
    <message>
        <source>Show or Hide Sidebar</source>
        <translation>사이드바 보기 또는 가리기</translation>
    </message>
    <message>
        <source>Show or Hide Inspector</source>
        <translation>인스펙터 보기 또는 가리기</translation>
    </message>
    <message>
        <source>Enter Full Screen</source>
        <translation>전체 화면 시작</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>윈도우(&amp;W)</translation>
    </message>
    <message>
        <source>Minimise</source>
        <translation>최소화</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>확대/축소</translation>
    </message>
    <message>
        <source>Bring All to Front</source>
        <translation>모두 앞으로 가져오기</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>Easel Help</source>
        <translation>Easel 도움말</translation>
    </message>
    <message>
        <source>About {0}</source>
        <translation>{0}에 관하여</translation>
    </message>
    <message>
        <source>About This Machine</source>
        <translation>이 컴퓨터에 관하여</translation>
    </message>
    <message>
        <source>Check for Updates…</source>
        <translation>업데이트 확인…</translation>
    </message>
    <message>
        <source>Benchmark…</source>
        <translation>벤치마크…</translation>
    </message>
    <message>
        <source>New Album</source>
        <translation>새로운 앨범</translation>
    </message>
    <message>
        <source>New Album from Selection</source>
        <translation>선택 항목으로 새로운 앨범</translation>
    </message>
    <message>
        <source>New Smart Album from Search</source>
        <translation>검색으로 새로운 스마트 앨범</translation>
    </message>
    <message>
        <source>Put Back from Trash</source>
        <translation>휴지통에서 되돌려 놓기</translation>
    </message>
    <message>
        <source>Get Info</source>
        <translation>정보 가져오기</translation>
    </message>
    <message>
        <source>Command Palette…</source>
        <translation>명령 팔레트…</translation>
    </message>
    <message>
        <source>Go to Message</source>
        <translation>메시지로 이동</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Get More Models…</source>
        <translation>더 많은 모델 받기…</translation>
    </message>
</context>
<context>
    <name>ModelTrash</name>
    <message>
        <source>It uses {0} on the disk. The pictures that it made are kept.</source>
        <translation>디스크에서 {0}을(를) 사용합니다. 이 모델로 만든 이미지는 유지됩니다.</translation>
    </message>
    <message>
        <source>It uses {0} on the disk. Its model is not affected.</source>
        <translation>디스크에서 {0}을(를) 사용합니다. 해당 모델에는 영향이 없습니다.</translation>
    </message>
    <message>
        <source>It uses {0} on the disk. The model is kept, and loads more slowly without its copy.</source>
        <translation>디스크에서 {0}을(를) 사용합니다. 모델은 유지되지만 복사본이 없으면 로드가 느려집니다.</translation>
    </message>
    <message>
        <source>Move “{0}” to the Trash?</source>
        <translation>“{0}”을(를) 휴지통으로 이동하겠습니까?</translation>
    </message>
    <message>
        <source>Move to Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
</context>
<context>
    <name>ModelsWindow</name>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>On This Mac</source>
        <translation>이 Mac에 있음</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>다운로드 가능</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Models on this Mac</source>
        <translation>이 Mac에 있는 모델</translation>
    </message>
    <message>
        <source>Available models</source>
        <translation>다운로드 가능한 모델</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Download Missing Parts</source>
        <translation>빠진 구성 요소 다운로드</translation>
    </message>
    <message>
        <source>Remove from List</source>
        <translation>목록에서 제거</translation>
    </message>
    <message>
        <source>The files stay on the disk</source>
        <translation>파일은 디스크에 남습니다</translation>
    </message>
    <message>
        <source>Move to Trash…</source>
        <translation>휴지통으로 이동…</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>다운로드</translation>
    </message>
    <message>
        <source>Recommended for this Mac</source>
        <translation>이 Mac에 추천</translation>
    </message>
    <message>
        <source>From the Hub…</source>
        <translation>허브에서…</translation>
    </message>
    <message>
        <source>Easel no longer searches {0}.</source>
        <translation>Easel이 더 이상 {0}을(를) 검색하지 않습니다.</translation>
    </message>
    <message>
        <source>Copied {0} into Easel&apos;s model folder.</source>
        <translation>{0}을(를) Easel의 모델 폴더로 복사했습니다.</translation>
    </message>
    <message>
        <source>Copying {0} (MB)</source>
        <translation>{0} 복사 중(MB)</translation>
    </message>
    <message>
        <source>Copy into Easel&apos;s Folder</source>
        <translation>Easel 폴더로 복사</translation>
    </message>
    <message>
        <source>Moved {0} to the Trash.</source>
        <translation>{0}을(를) 휴지통으로 이동했습니다.</translation>
    </message>
    <message>
        <source>{0} was downloaded.</source>
        <translation>{0}을(를) 다운로드했습니다.</translation>
    </message>
    <message>
        <source>Available ({0})</source>
        <translation>다운로드 가능({0})</translation>
    </message>
    <message>
        <source>Use the Models of {0}</source>
        <translation>{0}의 모델 사용</translation>
    </message>
    <message>
        <source>There is a copy in {0}.</source>
        <translation>{0}에 복사본이 있습니다.</translation>
    </message>
    <message>
        <source>Trigger words: {0}</source>
        <translation>트리거 단어: {0}</translation>
    </message>
    <message>
        <source>accept the licence on its page, then sign in</source>
        <translation>페이지에서 라이선스에 동의한 후 로그인하십시오</translation>
    </message>
    <message>
        <source>Needs {0} of memory; {1} is available on this Mac</source>
        <translation>메모리 {0} 필요, 이 Mac에서 {1} 사용 가능</translation>
    </message>
    <message>
        <source>Add File…</source>
        <translation>파일 추가…</translation>
    </message>
    <message>
        <source>Add Folder…</source>
        <translation>폴더 추가…</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>모델 찾기</translation>
    </message>
</context>
<context>
    <name>OfferCard</name>
    <message>
        <source>Best pictures</source>
        <translation>최고의 이미지</translation>
    </message>
    <message>
        <source>Edit with words</source>
        <translation>말로 편집</translation>
    </message>
    <message>
        <source>Quick ideas</source>
        <translation>빠른 아이디어</translation>
    </message>
    <message>
        <source>{0} a picture, estimated</source>
        <translation>이미지당 {0}(예상)</translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message>
        <source>Copied without prompt and settings</source>
        <translation>프롬프트와 설정 없이 복사됨</translation>
    </message>
    <message>
        <source>Save a Copy</source>
        <translation>복사본 저장</translation>
    </message>
    <message>
        <source>PNG (*.png)</source>
        <translation>PNG(*.png)</translation>
    </message>
    <message>
        <source>JPEG (*.jpg)</source>
        <translation>JPEG(*.jpg)</translation>
    </message>
    <message>
        <source>WebP (*.webp)</source>
        <translation>WebP(*.webp)</translation>
    </message>
    <message>
        <source>PNG without prompt (*.png)</source>
        <translation>프롬프트 없는 PNG(*.png)</translation>
    </message>
    <message>
        <source>JPEG without prompt (*.jpg)</source>
        <translation>프롬프트 없는 JPEG(*.jpg)</translation>
    </message>
    <message>
        <source>WebP without prompt (*.webp)</source>
        <translation>프롬프트 없는 WebP(*.webp)</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>{0} 저장됨</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Select two pictures to compare.</source>
        <translation>비교할 그림 두 개를 선택하십시오.</translation>
    </message>
</context>
<context>
    <name>PlaceDelegate</name>
    <message>
        <source>Name of the album</source>
        <translation>앨범 이름</translation>
    </message>
</context>
<context>
    <name>PlaceList</name>
    <message>
        <source>Places</source>
        <translation>위치</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Save Settings as Preset…</source>
        <translation>설정을 프리셋으로 저장…</translation>
    </message>
    <message>
        <source>Delete Preset</source>
        <translation>프리셋 삭제</translation>
    </message>
    <message>
        <source>Use as Defaults for This Model</source>
        <translation>이 모델의 기본값으로 사용</translation>
    </message>
    <message>
        <source>Reset Defaults of This Model</source>
        <translation>이 모델의 기본값 재설정</translation>
    </message>
    <message>
        <source>The preset {0} was deleted.</source>
        <translation>프리셋 {0}을(를) 삭제했습니다.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>프리셋 이름:</translation>
    </message>
</context>
<context>
    <name>ProgressTasks</name>
    <message>
        <source>Stop</source>
        <translation>중단</translation>
    </message>
    <message>
        <source>Stop this task</source>
        <translation>이 작업 중단</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}, {3} left</source>
        <translation>{0}: {2} 중 {1}, {3} 남음</translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>Number of images</source>
        <translation>이미지 수</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>생성</translation>
    </message>
    <message>
        <source>Cancel Editing</source>
        <translation>편집 취소</translation>
    </message>
    <message>
        <source>Shape and size of the picture</source>
        <translation>이미지의 모양과 크기</translation>
    </message>
    <message>
        <source>What to leave out (negative prompt)</source>
        <translation>제외할 것(네거티브 프롬프트)</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>스타일</translation>
    </message>
    <message>
        <source>Search earlier prompts (Option-Up browses them)</source>
        <translation>이전 프롬프트 검색(Option-위쪽 화살표로 탐색)</translation>
    </message>
    <message>
        <source>History</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Leave out: {0}</source>
        <translation>제외: {0}</translation>
    </message>
    <message>
        <source>Leave out…</source>
        <translation>제외…</translation>
    </message>
</context>
<context>
    <name>PromptField</name>
    <message>
        <source>What do you want to see?</source>
        <translation>무엇을 보고 싶으세요?</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>What to leave out</source>
        <translation>제외할 것</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>네거티브 프롬프트</translation>
    </message>
</context>
<context>
    <name>PromptHistory</name>
    <message>
        <source>Search earlier prompts</source>
        <translation>이전 프롬프트 검색</translation>
    </message>
    <message>
        <source>Earlier prompts</source>
        <translation>이전 프롬프트</translation>
    </message>
</context>
<context>
    <name>QualityField</name>
    <message>
        <source>Fast</source>
        <translation>빠름</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>균형</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>최고</translation>
    </message>
    <message>
        <source>About half the time: fewer steps, and some of them reuse layers</source>
        <translation>약 절반의 시간: 스텝이 더 적고 일부 스텝은 레이어를 재사용</translation>
    </message>
    <message>
        <source>About three quarters of the time: fewer steps</source>
        <translation>약 4분의 3의 시간: 스텝이 더 적음</translation>
    </message>
    <message>
        <source>All steps of the model</source>
        <translation>모델의 모든 스텝</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>품질</translation>
    </message>
</context>
<context>
    <name>QueueAnnouncer</name>
    <message>
        <source>The queue has stopped</source>
        <translation>대기열이 중단됨</translation>
    </message>
    <message>
        <source>The queue has ended</source>
        <translation>대기열이 끝남</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures are done.</source>
        <translation>
            <numerusform>이미지 %Ln장이 완료되었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>1 picture is done.</source>
        <translation>이미지 1장이 완료되었습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln jobs failed.</source>
        <translation>
            <numerusform>작업 %Ln개가 실패했습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>1 job failed.</source>
        <translation>작업 1개가 실패했습니다.</translation>
    </message>
</context>
<context>
    <name>QueueHeader</name>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>More commands for the queue</source>
        <translation>대기열의 추가 명령</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln개 대기 중</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln개 실패</numerusform>
        </translation>
    </message>
    <message>
        <source>Run Now</source>
        <translation>지금 실행</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>재개</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>{0} 남음</translation>
    </message>
    <message>
        <source>, done at {0}</source>
        <translation>, {0}에 완료</translation>
    </message>
    <message>
        <source>Between {0} and {1}, estimated from earlier pictures</source>
        <translation>{0}~{1}, 이전 이미지를 바탕으로 추정</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>No prompt</source>
        <translation>프롬프트 없음</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>저장 중…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>시작 중…</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>생성 중</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>Return tries it again, Delete removes it.</source>
        <translation>Return 키는 다시 시도, Delete 키는 제거입니다.</translation>
    </message>
    <message>
        <source>Delete cancels it.</source>
        <translation>Delete 키는 취소입니다.</translation>
    </message>
    <message>
        <source>Return edits it, Option with an arrow key moves it, Delete removes it.</source>
        <translation>Return 키는 편집, Option-화살표 키는 이동, Delete 키는 제거입니다.</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Group waiting jobs by model, so that each model loads only once</source>
        <translation>각 모델을 한 번만 로드하도록 대기 중인 작업을 모델별로 묶기</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more are waiting.</source>
        <translation>
            <numerusform>%Ln개가 더 대기 중입니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to Queue</source>
        <translation>대기열에 추가</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Clear Queue</source>
        <translation>대기열 지우기</translation>
    </message>
    <message>
        <source>Clear Failed</source>
        <translation>실패한 작업 지우기</translation>
    </message>
    <message>
        <source>Move in Queue</source>
        <translation>대기열에서 이동</translation>
    </message>
    <message>
        <source>Sort by Model</source>
        <translation>모델별 정렬</translation>
    </message>
    <message>
        <source>Edit Job</source>
        <translation>작업 편집</translation>
    </message>
    <message>
        <source>Pause After Current Picture</source>
        <translation>현재 이미지 후 일시 정지</translation>
    </message>
    <message>
        <source>Wait…</source>
        <translation>대기…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Move to Front</source>
        <translation>맨 앞으로 이동</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln Jobs</source>
        <translation>
            <numerusform>작업 %Ln개 제거</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>편집…</translation>
    </message>
    <message>
        <source>Duplicate and Edit…</source>
        <translation>복제 후 편집…</translation>
    </message>
    <message>
        <source>Pause After This</source>
        <translation>이 작업 후 일시 정지</translation>
    </message>
    <message>
        <source>Sort by Model: {0} Loads Instead of {1}</source>
        <translation>모델별 정렬: 로드 {1}번 대신 {0}번</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Retry with New Seed</source>
        <translation>새 시드로 다시 시도</translation>
    </message>
</context>
<context>
    <name>QueuePopover</name>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>No picture is lost: each file contains its settings. Easel keeps the damaged index next to the new one.</source>
        <translation>사라진 이미지는 없습니다. 각 파일에 설정이 들어 있습니다. Easel은 손상된 색인을 새 색인 옆에 보관합니다.</translation>
    </message>
    <message>
        <source>Rebuild from Pictures</source>
        <translation>이미지에서 다시 만들기</translation>
    </message>
    <message>
        <source>Restore Backup of {0}</source>
        <translation>{0} 백업 복원</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>종료</translation>
    </message>
</context>
<context>
    <name>ReferenceField</name>
    <message>
        <source>+
Reference</source>
        <translation>+
참조</translation>
    </message>
    <message>
        <source>Add a reference image</source>
        <translation>참조 이미지 추가</translation>
    </message>
    <message>
        <source>Edit
this</source>
        <translation>이 이미지
편집</translation>
    </message>
    <message>
        <source>Move Left</source>
        <translation>왼쪽으로 이동</translation>
    </message>
    <message>
        <source>Move Right</source>
        <translation>오른쪽으로 이동</translation>
    </message>
    <message>
        <source>Use as Source Image</source>
        <translation>원본 이미지로 사용</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message numerus="yes">
        <source>The model uses at most %Ln of them. Remove the others.</source>
        <translation>
            <numerusform>이 모델은 참조 이미지를 최대 %Ln장 사용합니다. 나머지는 제거하십시오.</numerusform>
        </translation>
    </message>
    <message>
        <source>In the prompt they are “image 1”, “image 2”.</source>
        <translation>프롬프트에서는 “image 1”, “image 2”라고 씁니다.</translation>
    </message>
    <message>
        <source>Write in the prompt what to change.</source>
        <translation>무엇을 바꿀지 프롬프트에 쓰십시오.</translation>
    </message>
    <message>
        <source>Remove Reference Images</source>
        <translation>참조 이미지 제거</translation>
    </message>
    <message>
        <source>Remove Reference Image</source>
        <translation>참조 이미지 제거</translation>
    </message>
    <message>
        <source>Move Reference Image</source>
        <translation>참조 이미지 이동</translation>
    </message>
</context>
<context>
    <name>ReferenceWell</name>
    <message>
        <source>Reference image {0}</source>
        <translation>참조 이미지 {0}</translation>
    </message>
    <message>
        <source>Image {0}: {1}. Drag it to change the order; Delete removes it.</source>
        <translation>이미지 {0}: {1}. 드래그하면 순서가 바뀌고 Delete 키를 누르면 제거됩니다.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Remove reference image {0}</source>
        <translation>참조 이미지 {0} 제거</translation>
    </message>
</context>
<context>
    <name>RefinerSection</name>
    <message>
        <source>Choose the Refiner of Stable Diffusion XL</source>
        <translation>Stable Diffusion XL 리파이너 선택</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>리파이너</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>Share of the steps at which the refiner starts</source>
        <translation>리파이너가 시작되는 스텝 비율</translation>
    </message>
    <message>
        <source>Starts at</source>
        <translation>시작 지점</translation>
    </message>
    <message>
        <source>off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>{0} from {1}</source>
        <translation>{0}, {1}부터</translation>
    </message>
</context>
<context>
    <name>RelatedPictures</name>
    <message>
        <source>Source</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>Derived</source>
        <translation>파생</translation>
    </message>
    <message>
        <source>Other seeds</source>
        <translation>다른 시드</translation>
    </message>
</context>
<context>
    <name>RestChoices</name>
    <message>
        <source>On Battery Power</source>
        <translation>배터리 사용 중일 때</translation>
    </message>
    <message>
        <source>In Low Power Mode</source>
        <translation>저전력 모드일 때</translation>
    </message>
    <message>
        <source>While the Machine Is Hot</source>
        <translation>컴퓨터가 뜨거울 때</translation>
    </message>
    <message>
        <source>By Day, {0} to {1}</source>
        <translation>낮 시간({0}~{1})</translation>
    </message>
    <message>
        <source>on battery power</source>
        <translation>배터리 사용 중</translation>
    </message>
    <message>
        <source>in Low Power Mode</source>
        <translation>저전력 모드</translation>
    </message>
    <message>
        <source>the machine is hot</source>
        <translation>컴퓨터가 뜨거움</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>{0}까지</translation>
    </message>
</context>
<context>
    <name>RingButton</name>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>Queue: {0}</source>
        <translation>대기열: {0}</translation>
    </message>
    <message>
        <source>{0} % of the picture is done</source>
        <translation>이미지 {0}% 완료</translation>
    </message>
    <message>
        <source>{0} waiting</source>
        <translation>{0} 대기 중</translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln개 대기 중</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>생성 중</translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln개 실패</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunningPicture</name>
    <message>
        <source>Loading the model…</source>
        <translation>모델 로드 중…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>저장 중…</translation>
    </message>
    <message>
        <source>Compiling…</source>
        <translation>컴파일 중…</translation>
    </message>
    <message>
        <source>once for {0} similar pictures, about {1} times as fast</source>
        <translation>비슷한 이미지 {0}장에 한 번, 약 {1}배 빠름</translation>
    </message>
    <message>
        <source>Step {0} of {1}</source>
        <translation>스텝 {0}/{1}</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>{0} 남음</translation>
    </message>
</context>
<context>
    <name>SchedulerField</name>
    <message>
        <source>Scheduler</source>
        <translation>스케줄러</translation>
    </message>
</context>
<context>
    <name>SecondaryWindows</name>
    <message>
        <source>About {0}</source>
        <translation>{0}에 관하여</translation>
    </message>
    <message>
        <source>Makes pictures from words, on this computer.</source>
        <translation>이 컴퓨터에서 글로 이미지를 만듭니다.</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>open</source>
        <translation>펼쳐짐</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>접힘</translation>
    </message>
</context>
<context>
    <name>SeedField</name>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>New random seed</source>
        <translation>새 무작위 시드</translation>
    </message>
    <message>
        <source>Lock the seed</source>
        <translation>시드 고정</translation>
    </message>
    <message>
        <source>Use this seed for every picture, to see the effect of other changes</source>
        <translation>다른 변경의 효과를 볼 수 있도록 모든 이미지에 이 시드 사용</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Presets</source>
        <translation>프리셋</translation>
    </message>
</context>
<context>
    <name>SidebarActions</name>
    <message>
        <source>Rename</source>
        <translation>이름 변경</translation>
    </message>
    <message>
        <source>Delete Album</source>
        <translation>앨범 삭제</translation>
    </message>
    <message>
        <source>Stop Showing This Folder</source>
        <translation>이 폴더 그만 보기</translation>
    </message>
    <message>
        <source>Add Selected Pictures</source>
        <translation>선택한 그림 추가</translation>
    </message>
    <message>
        <source>New Album</source>
        <translation>새로운 앨범</translation>
    </message>
    <message>
        <source>New Album from Selection</source>
        <translation>선택 항목으로 새로운 앨범</translation>
    </message>
    <message>
        <source>New Smart Album from Search</source>
        <translation>검색으로 새로운 스마트 앨범</translation>
    </message>
</context>
<context>
    <name>SidebarModel</name>
    <message>
        <source>1 picture</source>
        <translation>이미지 1장</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures</source>
        <translation>
            <numerusform>이미지 %Ln장</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Sign In</source>
        <translation>로그인</translation>
    </message>
    <message>
        <source>Access token, from the settings of your Hugging Face account:</source>
        <translation>Hugging Face 계정 설정의 액세스 토큰:</translation>
    </message>
    <message>
        <source>The token is saved in the Keychain.</source>
        <translation>토큰은 키체인에 저장됩니다.</translation>
    </message>
    <message>
        <source>After an update of Easel, macOS asks for your password once: click Always Allow.</source>
        <translation>Easel을 업데이트하면 macOS가 암호를 한 번 요청합니다. ‘항상 허용’을 클릭하십시오.</translation>
    </message>
</context>
<context>
    <name>SizeField</name>
    <message>
        <source>Shape of the picture</source>
        <translation>이미지 모양</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>높이</translation>
    </message>
    <message>
        <source>Swap width and height</source>
        <translation>너비와 높이 바꾸기</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>사용자 설정</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>정사각형</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>세로</translation>
    </message>
    <message>
        <source>Tall</source>
        <translation>긴 세로</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>가로</translation>
    </message>
    <message>
        <source>Wide</source>
        <translation>와이드</translation>
    </message>
</context>
<context>
    <name>SourceImageField</name>
    <message>
        <source>Drop an image, or choose…</source>
        <translation>이미지를 끌어다 놓거나 선택…</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>원본 이미지</translation>
    </message>
    <message>
        <source>Strength: how much of the source image may change</source>
        <translation>강도: 원본 이미지를 얼마나 바꿀 수 있는지</translation>
    </message>
    <message>
        <source>Remove source image</source>
        <translation>원본 이미지 제거</translation>
    </message>
    <message>
        <source>How to fit the image to the size</source>
        <translation>이미지를 크기에 맞추는 방식</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>자르기</translation>
    </message>
    <message>
        <source>Fit and extend</source>
        <translation>맞추고 확장</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>늘이기</translation>
    </message>
    <message>
        <source>Paint Mask…</source>
        <translation>마스크 칠하기…</translation>
    </message>
    <message>
        <source>Remove mask</source>
        <translation>마스크 제거</translation>
    </message>
    <message>
        <source>Draw only the masked part</source>
        <translation>마스크 영역만 그리기</translation>
    </message>
    <message>
        <source>Draws the masked part at full size and puts it back into the unchanged image</source>
        <translation>마스크 영역을 전체 크기로 그린 다음 변경되지 않은 이미지에 다시 넣습니다</translation>
    </message>
    <message>
        <source>Padding around the mask in pixels</source>
        <translation>마스크 주위 여백(픽셀)</translation>
    </message>
    <message>
        <source>closer to original</source>
        <translation>원본에 가깝게</translation>
    </message>
    <message>
        <source>more change</source>
        <translation>더 많이 변경</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>여백</translation>
    </message>
    <message>
        <source>{0}  ·  {1} of {2} steps</source>
        <translation>{0}  ·  {2}스텝 중 {1}</translation>
    </message>
    <message>
        <source>Edit Mask…</source>
        <translation>마스크 편집…</translation>
    </message>
    <message>
        <source>Remove Source Image</source>
        <translation>원본 이미지 제거</translation>
    </message>
    <message>
        <source>Remove Mask</source>
        <translation>마스크 제거</translation>
    </message>
</context>
<context>
    <name>SourceWell</name>
    <message>
        <source>Replace…</source>
        <translation>대치…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Start from
this</source>
        <translation>여기서
시작</translation>
    </message>
    <message>
        <source>+
Image</source>
        <translation>+
이미지</translation>
    </message>
    <message>
        <source>Choose or drop a source image: the picture starts from it</source>
        <translation>원본 이미지를 선택하거나 끌어다 놓으면 그 이미지에서 시작합니다</translation>
    </message>
    <message>
        <source>Source image. Delete removes it.</source>
        <translation>원본 이미지. Delete 키를 누르면 제거됩니다.</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>원본 이미지</translation>
    </message>
    <message>
        <source>Choose a source image</source>
        <translation>원본 이미지 선택</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>시작 이미지</translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message>
        <source>Save Prompts as Style…</source>
        <translation>프롬프트를 스타일로 저장…</translation>
    </message>
    <message>
        <source>Delete Style</source>
        <translation>스타일 삭제</translation>
    </message>
    <message>
        <source>Import Styles…</source>
        <translation>스타일 가져오기…</translation>
    </message>
    <message>
        <source>Export Styles…</source>
        <translation>스타일 내보내기…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln styles imported.</source>
        <translation>
            <numerusform>스타일 %Ln개를 가져왔습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Name of the style:</source>
        <translation>스타일 이름:</translation>
    </message>
    <message>
        <source>Import Styles</source>
        <translation>스타일 가져오기</translation>
    </message>
    <message>
        <source>Styles (*.csv)</source>
        <translation>스타일(*.csv)</translation>
    </message>
    <message>
        <source>Export Styles</source>
        <translation>스타일 내보내기</translation>
    </message>
</context>
<context>
    <name>ThumbnailGrid</name>
    <message>
        <source>Gallery</source>
        <translation>갤러리</translation>
    </message>
</context>
<context>
    <name>TokenCounter</name>
    <message>
        <source>{0} of {1} tokens</source>
        <translation>{1}토큰 중 {0}</translation>
    </message>
    <message>
        <source>Too long: the crossed-out words are ignored ({0} of {1} tokens)</source>
        <translation>너무 김: 줄이 그어진 단어는 무시됨({1}토큰 중 {0})</translation>
    </message>
    <message>
        <source>{0} of {1} tokens, in {2} parts</source>
        <translation>{1}토큰 중 {0}, {2}개 부분</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>Toolbar</source>
        <translation>도구 막대</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>사이드바 보기 또는 가리기</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>인스펙터 보기 또는 가리기</translation>
    </message>
</context>
<context>
    <name>TrashActions</name>
    <message>
        <source>Move to Trash</source>
        <translation>휴지통으로 이동</translation>
    </message>
    <message numerus="yes">
        <source>Moved %Ln pictures to the Trash</source>
        <translation>
            <numerusform>그림 %Ln개를 휴지통으로 이동함</numerusform>
        </translation>
    </message>
    <message>
        <source>Moved “{0}” to the Trash</source>
        <translation>‘{0}’을(를) 휴지통으로 이동함</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>되돌려 놓기</translation>
    </message>
    <message numerus="yes">
        <source>Put %Ln pictures back</source>
        <translation>
            <numerusform>그림 %Ln개를 되돌려 놓음</numerusform>
        </translation>
    </message>
    <message>
        <source>Put “{0}” back</source>
        <translation>‘{0}’을(를) 되돌려 놓음</translation>
    </message>
    <message>
        <source>Some pictures are no longer in the Trash and cannot be restored.</source>
        <translation>일부 이미지는 더 이상 휴지통에 없어 복원할 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Easel sends one request to {0}. It contains nothing about you, your Mac or your pictures.</source>
        <translation>Easel이 {0}에 요청을 한 번 보냅니다. 요청에는 사용자, Mac, 이미지에 관한 내용이 들어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Check for a newer version of Easel?</source>
        <translation>Easel의 새 버전을 확인하겠습니까?</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>확인하기</translation>
    </message>
    <message>
        <source>Easel {0} is the latest version.</source>
        <translation>Easel {0}은(는) 최신 버전입니다.</translation>
    </message>
    <message>
        <source>Easel {0} is available. You have {1}.</source>
        <translation>Easel {0}을(를) 사용할 수 있습니다. 현재 버전은 {1}입니다.</translation>
    </message>
    <message>
        <source>Open Web Page</source>
        <translation>웹 페이지 열기</translation>
    </message>
</context>
<context>
    <name>UpscaleSection</name>
    <message>
        <source>High resolution</source>
        <translation>고해상도</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>High-resolution strength</source>
        <translation>고해상도 강도</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation>업스케일러</translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation>Lanczos</translation>
    </message>
    <message>
        <source>Choose an Upscaler</source>
        <translation>업스케일러 선택</translation>
    </message>
    <message>
        <source>Upscalers (*.safetensors)</source>
        <translation>업스케일러(*.safetensors)</translation>
    </message>
    <message>
        <source>high resolution {0}×</source>
        <translation>고해상도 {0}×</translation>
    </message>
    <message>
        <source>enlarged {0}×</source>
        <translation>{0}× 확대</translation>
    </message>
    <message>
        <source>off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>Refine by</source>
        <translation>리파인 배율</translation>
    </message>
    <message>
        <source>With</source>
        <translation>방식</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>The file of this picture is missing or damaged.</source>
        <translation>이 이미지의 파일이 없거나 손상되었습니다.</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Try the Demo</source>
        <translation>데모 사용해 보기</translation>
    </message>
    <message>
        <source>These fit this Mac: {0}</source>
        <translation>이 Mac에 맞는 모델: {0}</translation>
    </message>
    <message>
        <source>No model of the catalogue fits {0}</source>
        <translation>카탈로그에 {0}에 맞는 모델이 없음</translation>
    </message>
    <message>
        <source>Choose a model to start with</source>
        <translation>시작할 모델을 선택하십시오</translation>
    </message>
    <message>
        <source>The demo needs no download. It draws simple shapes and landscapes.</source>
        <translation>데모는 다운로드가 필요 없습니다. 단순한 도형과 풍경을 그립니다.</translation>
    </message>
</context>
<context>
    <name>details</name>
    <message>
        <source>understood</source>
        <translation>이해함</translation>
    </message>
    <message>
        <source>used as {0}</source>
        <translation>{0}(으)로 사용됨</translation>
    </message>
    <message>
        <source>used in part</source>
        <translation>일부만 사용됨</translation>
    </message>
    <message>
        <source>not supported by Easel</source>
        <translation>Easel에서 지원하지 않음</translation>
    </message>
    <message>
        <source>the model is not installed</source>
        <translation>모델이 설치되어 있지 않음</translation>
    </message>
</context>
<context>
    <name>finder</name>
    <message>
        <source>Show in Finder</source>
        <translation>Finder에서 보기</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>폴더에서 보기</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>일시 정지됨</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>{0}, {1} copy</source>
        <translation>{0}, {1} 복사본</translation>
    </message>
    <message>
        <source>Packed copy</source>
        <translation>패킹 복사본</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>빠름</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>보통</translation>
    </message>
    <message>
        <source>slow here</source>
        <translation>여기서는 느림</translation>
    </message>
    <message>
        <source>very slow here</source>
        <translation>여기서는 매우 느림</translation>
    </message>
    <message>
        <source>{0}, {1}</source>
        <translation>{0}, {1}</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>체크포인트</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>구성 요소</translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <source>All Pictures</source>
        <translation>모든 이미지</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>즐겨찾기</translation>
    </message>
    <message>
        <source>Recently Made</source>
        <translation>최근에 만든 항목</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>가져온 이미지</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>휴지통</translation>
    </message>
    <message>
        <source>No results for “{0}”</source>
        <translation>‘{0}’에 대한 결과 없음</translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation>즐겨찾기 없음</translation>
    </message>
    <message>
        <source>Select pictures and press F to mark them.</source>
        <translation>그림을 선택하고 F를 눌러 표시하십시오.</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>새로운 항목 없음</translation>
    </message>
    <message numerus="yes">
        <source>Pictures that Easel made in the last %n days appear here.</source>
        <translation>
            <numerusform>최근 %n일 동안 Easel이 만든 그림이 여기에 나타납니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>No imported pictures</source>
        <translation>가져온 그림 없음</translation>
    </message>
    <message>
        <source>Drop pictures or a folder here to copy them into your library.</source>
        <translation>그림이나 폴더를 여기로 드래그하면 보관함으로 복사됩니다.</translation>
    </message>
    <message>
        <source>The Trash is empty</source>
        <translation>휴지통이 비어 있음</translation>
    </message>
    <message>
        <source>Pictures that you delete stay here until you empty the system&apos;s Trash.</source>
        <translation>삭제한 그림은 시스템 휴지통을 비울 때까지 여기에 남아 있습니다.</translation>
    </message>
    <message>
        <source>This album is empty</source>
        <translation>앨범이 비어 있음</translation>
    </message>
    <message>
        <source>Drag pictures to its name in the sidebar.</source>
        <translation>그림을 사이드바의 앨범 이름으로 드래그하십시오.</translation>
    </message>
    <message>
        <source>No pictures in this folder</source>
        <translation>이 폴더에 그림 없음</translation>
    </message>
    <message>
        <source>If it is on a disk, connect the disk.</source>
        <translation>디스크에 있는 폴더라면 디스크를 연결하십시오.</translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>아직 그림 없음</translation>
    </message>
    <message>
        <source>Write a prompt and press Generate, or drop pictures here.</source>
        <translation>프롬프트를 입력하고 생성을 누르거나 그림을 여기로 드래그하십시오.</translation>
    </message>
    <message>
        <source>New pictures that match this search appear here.</source>
        <translation>이 검색과 일치하는 새로운 그림이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Try fewer words, or check the spelling.</source>
        <translation>단어를 줄이거나 철자를 확인해 보십시오.</translation>
    </message>
    <message>
        <source>Choose All Pictures to search everywhere.</source>
        <translation>모든 위치를 검색하려면 모든 그림을 선택하십시오.</translation>
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
        <translation>{0}에 {1}을(를) 함께 사용하려면 메모리 {2}이(가) 필요하지만 {3}만 사용할 수 있습니다.</translation>
    </message>
    <message>
        <source>The {field} must be text, not {value}.</source>
        <translation>{field} 값은 텍스트여야 합니다. 입력한 값: {value}.</translation>
    </message>
    <message>
        <source>The {field} must be a whole number, not {value}.</source>
        <translation>{field} 값은 정수여야 합니다. 입력한 값: {value}.</translation>
    </message>
    <message>
        <source>The {field} must be a number, not {value}.</source>
        <translation>{field} 값은 숫자여야 합니다. 입력한 값: {value}.</translation>
    </message>
    <message>
        <source>The {field} must be from {least} to {most}, not {value}.</source>
        <translation>{field} 값은 {least}에서 {most} 사이여야 합니다. 입력한 값: {value}.</translation>
    </message>
    <message>
        <source>The {field} must be true or false, not {value}.</source>
        <translation>{field} 값은 true 또는 false여야 합니다. 입력한 값: {value}.</translation>
    </message>
    <message>
        <source>Expected a list, not {value}.</source>
        <translation>목록이 필요합니다. 입력한 값: {value}.</translation>
    </message>
    <message>
        <source>{field} {value} is incomplete. It needs {names}.</source>
        <translation>{field} {value}이(가) 완전하지 않습니다. 필요한 항목: {names}.</translation>
    </message>
    <message>
        <source>Unknown {field} {value}. Choose one of: {names}.</source>
        <translation>알 수 없는 {field}: {value}. 다음 중에서 선택하십시오: {names}.</translation>
    </message>
    <message>
        <source>Too many {field}. The limit is {limit}.</source>
        <translation>{field} 수가 너무 많습니다. 최대 {limit}까지 가능합니다.</translation>
    </message>
    <message>
        <source>The size must be written as width x height, for example 512x512, not {value}.</source>
        <translation>크기는 512x512와 같이 너비 x 높이로 써야 합니다. 입력한 값: {value}.</translation>
    </message>
    <message>
        <source>The {field} must be from {least} to {most} pixels, not {value}.</source>
        <translation>{field} 값은 {least}~{most}픽셀이어야 합니다. 입력한 값: {value}.</translation>
    </message>
    <message>
        <source>The {field} must be a multiple of 8. Use {below} or {above} instead of {value}.</source>
        <translation>{field} 값은 8의 배수여야 합니다. {value} 대신 {below} 또는 {above}을(를) 사용하십시오.</translation>
    </message>
    <message>
        <source>{kind} needs a width and a height in multiples of {step}, not {width} x {height}.</source>
        <translation>{kind}의 너비와 높이는 {step}의 배수여야 합니다. 현재 크기: {width} x {height}.</translation>
    </message>
    <message>
        <source>{width} x {height} is too small for {kind}. Use at least {least} pixels a side.</source>
        <translation>{width} x {height}은(는) {kind}에 너무 작습니다. 각 변을 {least}픽셀 이상으로 하십시오.</translation>
    </message>
    <message>
        <source>{width} x {height} needs an array larger than 4 GiB, which this Mac&apos;s GPU does not support. Largest size that fits: {largest}.</source>
        <translation>{width} x {height}에는 4 GiB보다 큰 배열이 필요하지만 이 Mac의 GPU는 이를 지원하지 않습니다. 가능한 최대 크기: {largest}.</translation>
    </message>
    <message>
        <source>{width} x {height} needs about {needed} of memory, and {available} is available. Largest size that fits: {largest}.</source>
        <translation>{width} x {height}에는 메모리 약 {needed}이(가) 필요하지만 {available}만 사용할 수 있습니다. 가능한 최대 크기: {largest}.</translation>
    </message>
    <message>
        <source>{width} x {height} pixels is too large. A picture can have at most {limit} pixels a side.</source>
        <translation>{width} x {height}픽셀은 너무 큽니다. 이미지의 한 변은 최대 {limit}픽셀입니다.</translation>
    </message>
    <message>
        <source>Unknown scheduler {value}. Choose one of: {names}.</source>
        <translation>알 수 없는 스케줄러: {value}. 다음 중에서 선택하십시오: {names}.</translation>
    </message>
    <message>
        <source>The scheduler {value} supports at most {limit} steps, not {steps}. Use fewer steps or another scheduler.</source>
        <translation>스케줄러 {value}은(는) 최대 {limit}스텝까지 지원하므로 {steps}스텝은 사용할 수 없습니다. 스텝을 줄이거나 다른 스케줄러를 사용하십시오.</translation>
    </message>
    <message>
        <source>The scheduler {value} does not support eta. These do: {names}.</source>
        <translation>스케줄러 {value}은(는) eta를 지원하지 않습니다. 지원하는 스케줄러: {names}.</translation>
    </message>
    <message>
        <source>The scheduler {value} evaluates the model several times at a step, so no step can reuse an earlier one. Set the {field} to 1, or choose another scheduler.</source>
        <translation>스케줄러 {value}은(는) 한 스텝에서 모델을 여러 번 계산하므로 이전 스텝을 재사용할 수 없습니다. {field} 값을 1로 설정하거나 다른 스케줄러를 선택하십시오.</translation>
    </message>
    <message>
        <source>The {field} ({value}) is greater than the number of steps ({steps}). Use a smaller interval or more steps.</source>
        <translation>{field} 값({value})이 스텝 수({steps})보다 큽니다. 간격을 줄이거나 스텝을 늘리십시오.</translation>
    </message>
    <message>
        <source>A variation strength needs a variation seed. Add a seed, or remove the strength.</source>
        <translation>변형 강도에는 변형 시드가 필요합니다. 시드를 추가하거나 강도를 제거하십시오.</translation>
    </message>
    <message>
        <source>{model} ({kind}) does not support this setting: {field}. Remove the setting, or choose another model.</source>
        <translation>{model}({kind})은(는) 다음 설정을 지원하지 않습니다: {field}. 설정을 제거하거나 다른 모델을 선택하십시오.</translation>
    </message>
    <message>
        <source>With a source image, a mask or a ControlNet, this model does not support this setting: {field}. Remove it.</source>
        <translation>원본 이미지, 마스크 또는 ControlNet을 사용할 때 이 모델은 다음 설정을 지원하지 않습니다: {field}. 설정을 제거하십시오.</translation>
    </message>
    <message>
        <source>The model {model} does not support the scheduler {value}. Choose one of: {names}.</source>
        <translation>모델 {model}은(는) 스케줄러 {value}을(를) 지원하지 않습니다. 다음 중에서 선택하십시오: {names}.</translation>
    </message>
    <message>
        <source>The model {model} has no fast mode {value}. Available modes: {names}.</source>
        <translation>모델 {model}에는 고속 모드 {value}이(가) 없습니다. 사용 가능한 모드: {names}.</translation>
    </message>
    <message>
        <source>This fast mode needs a model or a LoRA that was trained for {mode}.</source>
        <translation>이 고속 모드에는 {mode}용으로 학습된 모델이나 LoRA가 필요합니다.</translation>
    </message>
    <message>
        <source>{model} is a refiner and needs a source image. Add one, or use the refiner on pictures of another model.</source>
        <translation>{model}은(는) 리파이너이므로 원본 이미지가 필요합니다. 이미지를 추가하거나 다른 모델의 이미지에 리파이너를 사용하십시오.</translation>
    </message>
    <message>
        <source>{model} has no VAE. Choose a VAE for it, with “--vae” or under “Advanced”.</source>
        <translation>{model}에 VAE가 없습니다. “--vae” 옵션이나 “고급”에서 VAE를 선택하십시오.</translation>
    </message>
    <message>
        <source>{model} is an inpainting model. Add a source image and a mask.</source>
        <translation>{model}은(는) 인페인팅 모델입니다. 원본 이미지와 마스크를 추가하십시오.</translation>
    </message>
    <message>
        <source>{name} is not a refiner for Stable Diffusion XL.</source>
        <translation>{name}은(는) Stable Diffusion XL용 리파이너가 아닙니다.</translation>
    </message>
    <message>
        <source>A strength needs a source image. Add an image, or remove the strength.</source>
        <translation>강도에는 원본 이미지가 필요합니다. 이미지를 추가하거나 강도를 제거하십시오.</translation>
    </message>
    <message>
        <source>A source image needs a strength greater than 0 and at most 1.</source>
        <translation>원본 이미지의 강도는 0보다 크고 1 이하여야 합니다.</translation>
    </message>
    <message>
        <source>With {steps} steps, a {field} of {value} runs no step. Increase the {field} or the number of steps.</source>
        <translation>{steps}스텝에서 {field} 값이 {value}이면 실행되는 스텝이 없습니다. {field} 값이나 스텝 수를 늘리십시오.</translation>
    </message>
    <message>
        <source>A variation changes the initial noise, which a source image replaces. Remove the variation or the image.</source>
        <translation>변형은 초기 노이즈를 바꾸지만 원본 이미지는 그 노이즈를 대신합니다. 변형이나 이미지를 제거하십시오.</translation>
    </message>
    <message>
        <source>A mask needs a source image. Add an image, or remove the mask.</source>
        <translation>마스크에는 원본 이미지가 필요합니다. 이미지를 추가하거나 마스크를 제거하십시오.</translation>
    </message>
    <message>
        <source>“Only masked” needs a mask. Add a mask, or turn the option off.</source>
        <translation>“마스크 영역만”에는 마스크가 필요합니다. 마스크를 추가하거나 이 옵션을 끄십시오.</translation>
    </message>
    <message>
        <source>The mask has {width} x {height} pixels and its image {wide} x {high}. Use a mask as large as the image.</source>
        <translation>마스크는 {width} x {height}픽셀이고 이미지는 {wide} x {high}픽셀입니다. 이미지와 같은 크기의 마스크를 사용하십시오.</translation>
    </message>
    <message>
        <source>The mask is empty. Paint the area to change.</source>
        <translation>마스크가 비어 있습니다. 변경할 영역을 칠하십시오.</translation>
    </message>
    <message>
        <source>The mask covers the whole image. Remove the mask to change the whole image.</source>
        <translation>마스크가 이미지 전체를 덮고 있습니다. 이미지 전체를 변경하려면 마스크를 제거하십시오.</translation>
    </message>
    <message>
        <source>{name} is not a mask. A mask is white where the image may change, and black elsewhere.</source>
        <translation>{name}은(는) 마스크가 아닙니다. 마스크는 이미지가 변경될 수 있는 곳은 흰색, 나머지는 검은색입니다.</translation>
    </message>
    <message>
        <source>A mask and a refiner cannot be used together. Remove one of them.</source>
        <translation>마스크와 리파이너는 함께 사용할 수 없습니다. 둘 중 하나를 제거하십시오.</translation>
    </message>
    <message>
        <source>A mask and “High resolution” cannot be used together. Remove one of them.</source>
        <translation>마스크와 “고해상도”는 함께 사용할 수 없습니다. 둘 중 하나를 제거하십시오.</translation>
    </message>
    <message>
        <source>Outpainting needs a source image. Add one.</source>
        <translation>아웃페인팅에는 원본 이미지가 필요합니다. 이미지를 추가하십시오.</translation>
    </message>
    <message>
        <source>{value} is not an area to add. Write four whole numbers of pixels up to {most}, for left, top, right and bottom.</source>
        <translation>{value}은(는) 추가할 영역이 아닙니다. 왼쪽, 위쪽, 오른쪽, 아래쪽 픽셀 수를 최대 {most}까지의 정수 네 개로 쓰십시오.</translation>
    </message>
    <message>
        <source>{model} uses at most {limit} reference images, and there are {count}. Remove the ones that matter least.</source>
        <translation>{model}은(는) 참조 이미지를 최대 {limit}장 사용하지만 현재 {count}장입니다. 덜 중요한 것을 제거하십시오.</translation>
    </message>
    <message>
        <source>With a source image, {model} uses at most {limit} reference images, and there are {count}. Remove the others, or remove the source image.</source>
        <translation>원본 이미지가 있을 때 {model}은(는) 참조 이미지를 최대 {limit}장 사용하지만 현재 {count}장입니다. 나머지를 제거하거나 원본 이미지를 제거하십시오.</translation>
    </message>
    <message>
        <source>{kind} changes only the masked part of a source image. Add a mask, or remove the source image.</source>
        <translation>{kind}은(는) 원본 이미지에서 마스크 영역만 변경합니다. 마스크를 추가하거나 원본 이미지를 제거하십시오.</translation>
    </message>
    <message>
        <source>With a mask, {kind} makes at most {limit} pixels, and {width} x {height} has more. Use a smaller size.</source>
        <translation>마스크가 있을 때 {kind}은(는) 최대 {limit}픽셀까지 만들지만 {width} x {height}은(는) 이보다 많습니다. 크기를 줄이십시오.</translation>
    </message>
    <message>
        <source>{model} uses no images. Choose a model that starts from an image or edits by instruction, then add the image.</source>
        <translation>{model}은(는) 이미지를 사용하지 않습니다. 이미지에서 시작하거나 지시로 편집하는 모델을 선택한 다음 이미지를 추가하십시오.</translation>
    </message>
    <message>
        <source>{model} edits images. Add a reference image.</source>
        <translation>{model}은(는) 이미지를 편집합니다. 참조 이미지를 추가하십시오.</translation>
    </message>
    <message>
        <source>Reference image {number} has {width} x {height} pixels. Each side needs at least {least} pixels, and one side can be at most {most} times as long as the other.</source>
        <translation>참조 이미지 {number}은(는) {width} x {height}픽셀입니다. 각 변은 {least}픽셀 이상이어야 하고 한 변은 다른 변의 최대 {most}배까지 가능합니다.</translation>
    </message>
    <message>
        <source>Reference image {number} is no longer in the library. Add it again.</source>
        <translation>참조 이미지 {number}이(가) 더 이상 보관함에 없습니다. 다시 추가하십시오.</translation>
    </message>
    <message>
        <source>ControlNet end ({end}) must be greater than its start ({start}).</source>
        <translation>ControlNet의 끝({end})은 시작({start})보다 커야 합니다.</translation>
    </message>
    <message>
        <source>Write --controlnet before the --control options that belong to it.</source>
        <translation>--controlnet은 그에 속하는 --control 옵션 앞에 쓰십시오.</translation>
    </message>
    <message>
        <source>Unknown control map {value}. Choose one of: {names}.</source>
        <translation>알 수 없는 컨트롤 맵: {value}. 다음 중에서 선택하십시오: {names}.</translation>
    </message>
    <message>
        <source>The ControlNet {name} needs a control image. Add one.</source>
        <translation>ControlNet {name}에는 컨트롤 이미지가 필요합니다. 이미지를 추가하십시오.</translation>
    </message>
    <message>
        <source>A depth map needs a depth model. Choose its folder, or use a finished depth map.</source>
        <translation>깊이 맵에는 깊이 모델이 필요합니다. 모델 폴더를 선택하거나 완성된 깊이 맵을 사용하십시오.</translation>
    </message>
    <message>
        <source>The depth map could not be created: {why}.</source>
        <translation>깊이 맵을 만들 수 없음: {why}.</translation>
    </message>
    <message>
        <source>The {field} has {value} characters. The limit is {limit}.</source>
        <translation>{field}의 글자 수가 {value}자입니다. 최대 {limit}자까지 가능합니다.</translation>
    </message>
    <message>
        <source>Easel cannot change the prompt during the steps: {part}. Choose one of the words, or write \[ for a bracket.</source>
        <translation>Easel은 스텝 도중에 프롬프트를 바꿀 수 없습니다: {part}. 단어 중 하나를 선택하거나, 대괄호는 \[로 쓰십시오.</translation>
    </message>
    <message>
        <source>AND does not combine prompts in Easel. It is read as a word. Write BREAK to separate parts.</source>
        <translation>Easel에서 AND는 프롬프트를 결합하지 않고 단어로 읽힙니다. 부분을 나누려면 BREAK를 쓰십시오.</translation>
    </message>
    <message>
        <source>No {kind} named {name} is installed, so {tag} is left out of the prompt.</source>
        <translation>{name}(이)라는 {kind}이(가) 설치되어 있지 않아 {tag}을(를) 프롬프트에서 뺐습니다.</translation>
    </message>
    <message>
        <source>Easel has no hypernetworks, so {tag} is left out of the prompt.</source>
        <translation>Easel은 하이퍼네트워크를 지원하지 않아 {tag}을(를) 프롬프트에서 뺐습니다.</translation>
    </message>
    <message>
        <source>The weight in {tag} is not a number, so the tag is left out of the prompt.</source>
        <translation>{tag}의 가중치가 숫자가 아니므로 이 태그를 프롬프트에서 뺐습니다.</translation>
    </message>
    <message>
        <source>Of the weights in {tag}, only {weight} is used.</source>
        <translation>{tag}의 가중치 중 {weight}만 사용됩니다.</translation>
    </message>
    <message>
        <source>The prompt has an unclosed {bracket} at character {place}. Close it, or write \{bracket}.</source>
        <translation>프롬프트의 {place}번째 글자에 닫히지 않은 {bracket}이(가) 있습니다. 닫거나 \{bracket}(으)로 쓰십시오.</translation>
    </message>
    <message>
        <source>There is no wildcard file {name}.txt in {path}.</source>
        <translation>{path}에 와일드카드 파일 {name}.txt가 없습니다.</translation>
    </message>
    <message>
        <source>The wildcard file {name}.txt has no lines to choose from.</source>
        <translation>와일드카드 파일 {name}.txt에 고를 수 있는 줄이 없습니다.</translation>
    </message>
    <message>
        <source>The wildcards refer to each other in a loop: there is no end after {limit} levels.</source>
        <translation>와일드카드가 서로를 순환 참조하여 {limit}단계를 거쳐도 끝나지 않습니다.</translation>
    </message>
    <message>
        <source>The prompt has {value} combinations. At most {limit} pictures can be queued at once.</source>
        <translation>프롬프트의 조합이 {value}개입니다. 한 번에 최대 {limit}장을 대기열에 넣을 수 있습니다.</translation>
    </message>
    <message>
        <source>--sheet needs a grid. Add one, for example --grid steps=10,20.</source>
        <translation>--sheet에는 그리드가 필요합니다. 그리드를 추가하십시오(예: --grid steps=10,20).</translation>
    </message>
    <message>
        <source>A grid has one or two axes. Remove the other --grid options.</source>
        <translation>그리드의 축은 한 개 또는 두 개입니다. 나머지 --grid 옵션을 제거하십시오.</translation>
    </message>
    <message>
        <source>{value} is not a grid axis. Write it as steps=10,20,30.</source>
        <translation>{value}은(는) 그리드 축이 아닙니다. steps=10,20,30과 같이 쓰십시오.</translation>
    </message>
    <message>
        <source>A grid cannot vary {value}. Choose one of: {names}.</source>
        <translation>그리드에서 {value}을(를) 바꿀 수 없습니다. 다음 중에서 선택하십시오: {names}.</translation>
    </message>
    <message>
        <source>Enter 1 to {limit} values for the {field}.</source>
        <translation>{field}에 값을 1~{limit}개 입력하십시오.</translation>
    </message>
    <message>
        <source>The two axes of a grid must vary different fields. Choose another field for one of them.</source>
        <translation>그리드의 두 축은 서로 다른 항목을 바꿔야 합니다. 한 축에 다른 항목을 선택하십시오.</translation>
    </message>
    <message>
        <source>Only one of --matrix, --grid and --count can be used at a time. Remove the others.</source>
        <translation>--matrix, --grid, --count는 한 번에 하나만 사용할 수 있습니다. 나머지를 제거하십시오.</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>이름을 입력하십시오.</translation>
    </message>
    <message>
        <source>The name {name} is already in use. Choose another name.</source>
        <translation>이름 {name}은(는) 이미 사용 중입니다. 다른 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>There is no preset {name}. Available presets: {names}.</source>
        <translation>프리셋 {name}이(가) 없습니다. 사용 가능한 프리셋: {names}.</translation>
    </message>
    <message>
        <source>{name} is not a styles file. It needs the columns name, prompt and negative_prompt.</source>
        <translation>{name}은(는) 스타일 파일이 아닙니다. name, prompt, negative_prompt 열이 필요합니다.</translation>
    </message>
    <message>
        <source>Line {line} of {path} is not a JSON object.</source>
        <translation>{path}의 {line}행은 JSON 객체가 아닙니다.</translation>
    </message>
    <message>
        <source>Line {line} of {path} has an unknown field {value}.</source>
        <translation>{path}의 {line}행에 알 수 없는 필드 {value}이(가) 있습니다.</translation>
    </message>
    <message>
        <source>Line {line} of {path} has no prompt.</source>
        <translation>{path}의 {line}행에 프롬프트가 없습니다.</translation>
    </message>
    <message>
        <source>Line {line} of {path}: {sentence}</source>
        <translation>{path}의 {line}행: {sentence}</translation>
    </message>
    <message>
        <source>{path} is not UTF-8 text.</source>
        <translation>{path}은(는) UTF-8 텍스트가 아닙니다.</translation>
    </message>
    <message>
        <source>Line {line} of {path} is too long for a request.</source>
        <translation>{path}의 {line}행은 요청으로 쓰기에 너무 깁니다.</translation>
    </message>
    <message>
        <source>{path} is too large for a list of requests. Split it into several files.</source>
        <translation>{path}은(는) 요청 목록으로 쓰기에 너무 큽니다. 여러 파일로 나누십시오.</translation>
    </message>
    <message>
        <source>There is no model yet. Download or add one in the Models window.</source>
        <translation>아직 모델이 없습니다. 모델 윈도우에서 다운로드하거나 추가하십시오.</translation>
    </message>
    <message>
        <source>There is no model {model}. Use one of {known}, or the path of a folder.</source>
        <translation>모델 {model}이(가) 없습니다. {known} 중 하나나 폴더 경로를 사용하십시오.</translation>
    </message>
    <message>
        <source>“{name}” is not installed. Add it in the Models window, or use another model.</source>
        <translation>“{name}”이(가) 설치되어 있지 않습니다. 모델 윈도우에서 추가하거나 다른 모델을 사용하십시오.</translation>
    </message>
    <message>
        <source>{model} is not on this disk. Download it ({size_bytes}) in the Models window, or with “macapp models download {id}”.</source>
        <translation>{model}이(가) 이 디스크에 없습니다. 모델 윈도우나 “macapp models download {id}” 명령으로 다운로드하십시오({size_bytes}).</translation>
    </message>
    <message>
        <source>{model} is not in the list of models. “macapp models list” shows all models.</source>
        <translation>{model}이(가) 모델 목록에 없습니다. “macapp models list” 명령으로 모든 모델을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>{name} cannot be deleted here: {path} belongs to another program or to Easel itself.</source>
        <translation>{name}은(는) 여기서 삭제할 수 없습니다. {path}은(는) 다른 프로그램이나 Easel 자체에 속합니다.</translation>
    </message>
    <message>
        <source>{path} contains no model that Easel can use.</source>
        <translation>{path}에 Easel에서 사용할 수 있는 모델이 없습니다.</translation>
    </message>
    <message>
        <source>{name} is a model for {use}. Easel only makes pictures.</source>
        <translation>{name}은(는) {use}용 모델입니다. Easel은 이미지만 만듭니다.</translation>
    </message>
    <message>
        <source>{name} is only part of a model: {part}. Add the complete model.</source>
        <translation>{name}은(는) 모델의 일부일 뿐입니다: {part}. 전체 모델을 추가하십시오.</translation>
    </message>
    <message>
        <source>{name} is of a kind that Easel does not support: {form}.</source>
        <translation>{name}은(는) Easel에서 지원하지 않는 종류입니다: {form}.</translation>
    </message>
    <message>
        <source>{name} is not a model that Easel can use.</source>
        <translation>{name}은(는) Easel에서 사용할 수 있는 모델이 아닙니다.</translation>
    </message>
    <message>
        <source>{name} is not a complete checkpoint of Stable Diffusion 1, 2 or XL.</source>
        <translation>{name}은(는) Stable Diffusion 1, 2 또는 XL의 완전한 체크포인트가 아닙니다.</translation>
    </message>
    <message>
        <source>{name} is a {family} model without its {parts}. Download what is missing with “macapp models download {ids}”, or put the files next to it.</source>
        <translation>{name}은(는) {family} 모델이지만 {parts}이(가) 없습니다. “macapp models download {ids}” 명령으로 빠진 것을 다운로드하거나 파일을 그 옆에 두십시오.</translation>
    </message>
    <message>
        <source>{name} is a {family} model without its {parts}. Put the missing files next to it, or in a folder that Easel searches for models.</source>
        <translation>{name}은(는) {family} 모델이지만 {parts}이(가) 없습니다. 빠진 파일을 그 옆이나 Easel이 모델을 검색하는 폴더에 두십시오.</translation>
    </message>
    <message>
        <source>{name} is not a text encoder or a VAE that Easel knows.</source>
        <translation>{name}은(는) Easel이 아는 텍스트 인코더나 VAE가 아닙니다.</translation>
    </message>
    <message>
        <source>{name} is a {what}, which Easel does not support.</source>
        <translation>{name}은(는) Easel에서 지원하지 않는 {what}입니다.</translation>
    </message>
    <message>
        <source>{name} is damaged: its {part} has missing tensors. Download or copy it again.</source>
        <translation>{name}이(가) 손상되었습니다. {part}에 빠진 텐서가 있습니다. 다시 다운로드하거나 복사하십시오.</translation>
    </message>
    <message>
        <source>{name} has weights in a packed format that Easel does not support. Look for a version in 16 bits, fp8 or GGUF.</source>
        <translation>{name}의 가중치는 Easel에서 지원하지 않는 패킹 포맷입니다. 16비트, fp8 또는 GGUF 버전을 찾으십시오.</translation>
    </message>
    <message>
        <source>{path} is not a model: it has no model_index.json.</source>
        <translation>{path}은(는) 모델이 아닙니다. model_index.json이 없습니다.</translation>
    </message>
    <message>
        <source>The model in {path} is a {kind}, which Easel does not support.</source>
        <translation>{path}의 모델은 Easel에서 지원하지 않는 {kind}입니다.</translation>
    </message>
    <message>
        <source>The model in {path} has {channels} channels, like models that {use}. Easel cannot run it. Choose a model that generates pictures from a prompt.</source>
        <translation>{path}의 모델은 {use} 모델처럼 채널이 {channels}개입니다. Easel에서 실행할 수 없습니다. 프롬프트로 이미지를 생성하는 모델을 선택하십시오.</translation>
    </message>
    <message>
        <source>{name} has fewer blocks than its model family, like distilled models. Get it as a folder with a model_index.json.</source>
        <translation>{name}은(는) 증류 모델처럼 해당 모델 계열보다 블록이 적습니다. model_index.json이 있는 폴더 형태로 받으십시오.</translation>
    </message>
    <message>
        <source>{name} is a file. A ControlNet is a folder with a config.json and its weights.</source>
        <translation>{name}은(는) 파일입니다. ControlNet은 config.json과 가중치가 들어 있는 폴더입니다.</translation>
    </message>
    <message>
        <source>{kind} needs {name} {least} or later, and {version} is installed. Choose a Stable Diffusion model.</source>
        <translation>{kind}에는 {name} {least} 이상이 필요하지만 {version}이(가) 설치되어 있습니다. Stable Diffusion 모델을 선택하십시오.</translation>
    </message>
    <message>
        <source>The installed {name} ({version}) does not support {kind}. Choose a Stable Diffusion model.</source>
        <translation>설치된 {name}({version})은(는) {kind}을(를) 지원하지 않습니다. Stable Diffusion 모델을 선택하십시오.</translation>
    </message>
    <message>
        <source>The weights of the model in {path} are packed by {program}, which Easel does not support. Get the model in 16 bits, which Easel packs itself (“Weights”), or as a GGUF file.</source>
        <translation>{path}의 모델 가중치는 Easel에서 지원하지 않는 {program}(으)로 패킹되었습니다. Easel이 직접 패킹(“가중치”)할 수 있는 16비트 모델이나 GGUF 파일을 받으십시오.</translation>
    </message>
    <message>
        <source>The model in {path} is incomplete: {part} is missing or damaged.</source>
        <translation>{path}의 모델이 완전하지 않습니다. {part}이(가) 없거나 손상되었습니다.</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: the weights of its {part} do not match its configuration.</source>
        <translation>{path}의 모델이 손상되었습니다. {part}의 가중치가 구성과 맞지 않습니다.</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: its {part} lacks tensors ({count}), such as {example}. Download it again.</source>
        <translation>{path}의 모델이 손상되었습니다. {part}에 텐서가 {count}개 빠져 있습니다(예: {example}). 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: its {part} does not match its {other}. Download it again.</source>
        <translation>{path}의 모델이 손상되었습니다. {part}이(가) {other}과(와) 맞지 않습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The model in {path} has a link, {part}, that leads out of its folder. Easel does not follow such links.</source>
        <translation>{path}의 모델에 폴더 밖으로 연결되는 링크 {part}이(가) 있습니다. Easel은 이런 링크를 따라가지 않습니다.</translation>
    </message>
    <message>
        <source>The model in {path} has a part, {part}, of an unknown type. Easel does not load it, because it could be code.</source>
        <translation>{path}의 모델에 알 수 없는 유형의 구성 요소 {part}이(가) 있습니다. 코드일 수 있으므로 Easel이 로드하지 않습니다.</translation>
    </message>
    <message>
        <source>The weights of {model} are damaged: its {part} makes every picture a single colour. Download the model again.</source>
        <translation>{model}의 가중치가 손상되었습니다. {part} 때문에 모든 이미지가 단색이 됩니다. 모델을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The weights of {model} are damaged: its {part} contains invalid numbers. Download the model again.</source>
        <translation>{model}의 가중치가 손상되었습니다. {part}에 잘못된 숫자가 있습니다. 모델을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The model in {path} is damaged: {part} does not match its {encoder}, which has {tokens} tokens. Download the model again.</source>
        <translation>{path}의 모델이 손상되었습니다. {part}이(가) 토큰이 {tokens}개인 {encoder}과(와) 맞지 않습니다. 모델을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>The model {model} could not be loaded: {why}.</source>
        <translation>모델 {model}을(를) 로드할 수 없음: {why}.</translation>
    </message>
    <message>
        <source>{name} has no weights that Easel can pack in {format}, so a packed copy would not load faster.</source>
        <translation>{name}에는 Easel이 {format}(으)로 패킹할 수 있는 가중치가 없으므로 패킹 복사본을 만들어도 더 빨리 로드되지 않습니다.</translation>
    </message>
    <message>
        <source>There is no packed copy of {model}. “macapp models list” shows all copies.</source>
        <translation>{model}의 패킹 복사본이 없습니다. “macapp models list” 명령으로 모든 복사본을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}.</source>
        <translation>{format} 패킹 복사본, {size_bytes}.</translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}, which is not used: the model or Easel has changed. Make it again or delete it.</source>
        <translation>{format} 패킹 복사본, {size_bytes}. 모델이나 Easel이 변경되어 사용되지 않습니다. 다시 만들거나 삭제하십시오.</translation>
    </message>
    <message>
        <source>Packed copy in {format}, {size_bytes}, which is not used: it is damaged. Make it again or delete it.</source>
        <translation>{format} 패킹 복사본, {size_bytes}. 손상되어 사용되지 않습니다. 다시 만들거나 삭제하십시오.</translation>
    </message>
    <message>
        <source>There is no {kind} at {model}.</source>
        <translation>{model}에 {kind}이(가) 없습니다.</translation>
    </message>
    <message>
        <source>{name} is the wrong type of model. Expected: {kind}.</source>
        <translation>{name}은(는) 잘못된 유형의 모델입니다. 필요한 유형: {kind}.</translation>
    </message>
    <message>
        <source>This {kind} was made for another model family than {model}: {name}. Choose one for the same family.</source>
        <translation>이 {kind}은(는) {model}과(와) 다른 모델 계열용입니다: {name}. 같은 계열용을 선택하십시오.</translation>
    </message>
    <message>
        <source>{path} must contain exactly one .safetensors file. Choose the {kind} file itself.</source>
        <translation>{path}에는 .safetensors 파일이 정확히 하나 있어야 합니다. {kind} 파일 자체를 선택하십시오.</translation>
    </message>
    <message>
        <source>{name} could run code when it is opened, so Easel does not open it. Look for a .safetensors version, or convert it.</source>
        <translation>{name}은(는) 열 때 코드를 실행할 수 있으므로 Easel이 열지 않습니다. .safetensors 버전을 찾거나 변환하십시오.</translation>
    </message>
    <message>
        <source>{name} is a {form}, which Easel does not support. Look for a plain LoRA version.</source>
        <translation>{name}은(는) Easel에서 지원하지 않는 {form}입니다. 일반 LoRA 버전을 찾으십시오.</translation>
    </message>
    <message>
        <source>{name} is damaged: one of the two halves of a tensor is missing. Download it again.</source>
        <translation>{name}이(가) 손상되었습니다. 텐서를 이루는 두 부분 중 하나가 없습니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name}이(가) 비어 있습니다.</translation>
    </message>
    <message>
        <source>{name} is a Git LFS pointer, not the weights. Download the file itself.</source>
        <translation>{name}은(는) 가중치가 아니라 Git LFS 포인터입니다. 파일 자체를 다운로드하십시오.</translation>
    </message>
    <message>
        <source>{name} is a web page that was saved in place of the weights. Download the file again.</source>
        <translation>{name}은(는) 가중치 대신 저장된 웹 페이지입니다. 파일을 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>{name} is a pickle with another file name. It could run code when it is opened, so Easel does not open it. Look for a .safetensors version.</source>
        <translation>{name}은(는) 파일 이름이 바뀐 pickle입니다. 열 때 코드를 실행할 수 있으므로 Easel이 열지 않습니다. .safetensors 버전을 찾으십시오.</translation>
    </message>
    <message>
        <source>{name} is a GGUF file with another suffix. Rename it to end in .gguf.</source>
        <translation>{name}은(는) 확장자가 다른 GGUF 파일입니다. 이름이 .gguf로 끝나도록 바꾸십시오.</translation>
    </message>
    <message>
        <source>{name} is not a GGUF file, although its name says so. Download it again.</source>
        <translation>{name}은(는) 이름과 달리 GGUF 파일이 아닙니다. 다시 다운로드하십시오.</translation>
    </message>
    <message>
        <source>{name} is in version {version} of GGUF, and Easel reads versions 2 and 3. Look for a file in version 3.</source>
        <translation>{name}은(는) GGUF 버전 {version}이지만 Easel은 버전 2와 3을 읽습니다. 버전 3 파일을 찾으십시오.</translation>
    </message>
    <message>
        <source>{name} is a GGUF for big-endian machines. Look for the usual, little-endian one.</source>
        <translation>{name}은(는) 빅 엔디언 컴퓨터용 GGUF입니다. 일반적인 리틀 엔디언 파일을 찾으십시오.</translation>
    </message>
    <message>
        <source>{name} is a GGUF of a language model or text encoder ({kind}). Easel reads GGUF files of image models.</source>
        <translation>{name}은(는) 언어 모델이나 텍스트 인코더({kind})의 GGUF입니다. Easel은 이미지 모델의 GGUF 파일을 읽습니다.</translation>
    </message>
    <message>
        <source>{name} has weights in {kind}, which Easel does not support. Look for a version in Q8_0, Q6_K, Q5_K, Q4_K, Q5_1, Q5_0, Q4_1, Q4_0, BF16 or F16.</source>
        <translation>{name}의 가중치는 Easel에서 지원하지 않는 {kind}입니다. Q8_0, Q6_K, Q5_K, Q4_K, Q5_1, Q5_0, Q4_1, Q4_0, BF16 또는 F16 버전을 찾으십시오.</translation>
    </message>
    <message>
        <source>{name} contains text, not weights.</source>
        <translation>{name}에는 가중치가 아니라 텍스트가 들어 있습니다.</translation>
    </message>
    <message>
        <source>{name} is incomplete. Download or copy it again.</source>
        <translation>{name}이(가) 완전하지 않습니다. 다시 다운로드하거나 복사하십시오.</translation>
    </message>
    <message>
        <source>{name} is damaged: its list of tensors cannot be read. Download or copy it again.</source>
        <translation>{name}이(가) 손상되었습니다. 텐서 목록을 읽을 수 없습니다. 다시 다운로드하거나 복사하십시오.</translation>
    </message>
    <message>
        <source>{name} contains no tensors.</source>
        <translation>{name}에 텐서가 없습니다.</translation>
    </message>
    <message>
        <source>{name} has weights in {kind}, which need PyTorch {least} or later, and {version} is installed. Look for a version in 16 bits or GGUF.</source>
        <translation>{name}의 가중치는 {kind}이므로 PyTorch {least} 이상이 필요하지만 {version}이(가) 설치되어 있습니다. 16비트 또는 GGUF 버전을 찾으십시오.</translation>
    </message>
    <message>
        <source>{name} contains numbers of an unknown type.</source>
        <translation>{name}에 알 수 없는 유형의 숫자가 있습니다.</translation>
    </message>
    <message>
        <source>{name} is damaged: the shape of a tensor does not match its length. Download or copy it again.</source>
        <translation>{name}이(가) 손상되었습니다. 텐서의 형태가 길이와 맞지 않습니다. 다시 다운로드하거나 복사하십시오.</translation>
    </message>
    <message>
        <source>{name} is damaged: its tensors overlap. Download or copy it again.</source>
        <translation>{name}이(가) 손상되었습니다. 텐서가 서로 겹칩니다. 다시 다운로드하거나 복사하십시오.</translation>
    </message>
    <message>
        <source>{name} is damaged: there is a gap between its tensors. Download or copy it again.</source>
        <translation>{name}이(가) 손상되었습니다. 텐서 사이에 빈 곳이 있습니다. 다시 다운로드하거나 복사하십시오.</translation>
    </message>
    <message>
        <source>{name} is damaged: there is data after its last tensor. Download or copy it again.</source>
        <translation>{name}이(가) 손상되었습니다. 마지막 텐서 뒤에 데이터가 있습니다. 다시 다운로드하거나 복사하십시오.</translation>
    </message>
    <message>
        <source>{value} is not a repository name. Write it as owner/name.</source>
        <translation>{value}은(는) 저장소 이름이 아닙니다. 소유자/이름 형식으로 쓰십시오.</translation>
    </message>
    <message>
        <source>{value} is not a revision of a repository.</source>
        <translation>{value}은(는) 저장소의 리비전이 아닙니다.</translation>
    </message>
    <message>
        <source>{repository} has no .safetensors weights. Look for a copy that does.</source>
        <translation>{repository}에 .safetensors 가중치가 없습니다. 가중치가 있는 복사본을 찾으십시오.</translation>
    </message>
    <message>
        <source>This is not a hub token. Copy the whole token from your settings on the hub.</source>
        <translation>허브 토큰이 아닙니다. 허브의 설정에서 토큰 전체를 복사하십시오.</translation>
    </message>
    <message>
        <source>This machine has no keychain to store secrets in, so the token is not saved.</source>
        <translation>이 컴퓨터에는 비밀 정보를 저장할 키체인이 없으므로 토큰이 저장되지 않습니다.</translation>
    </message>
    <message>
        <source>{repository} does not exist, or you must sign in to see it. Check the name, or sign in.</source>
        <translation>{repository}이(가) 없거나, 보려면 로그인해야 합니다. 이름을 확인하거나 로그인하십시오.</translation>
    </message>
    <message>
        <source>{repository} requires you to accept its licence. Open its page on the hub, accept the licence, and try again.</source>
        <translation>{repository}을(를) 사용하려면 라이선스에 동의해야 합니다. 허브에서 페이지를 열어 라이선스에 동의한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>There is no repository {repository} on the hub.</source>
        <translation>허브에 저장소 {repository}이(가) 없습니다.</translation>
    </message>
    <message>
        <source>{repository} has no revision {value}.</source>
        <translation>{repository}에 리비전 {value}이(가) 없습니다.</translation>
    </message>
    <message>
        <source>The hub has received too many requests. Try again in a few minutes.</source>
        <translation>허브가 요청을 너무 많이 받았습니다. 몇 분 후에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The hub has a problem ({status}). Try again later.</source>
        <translation>허브에 문제가 있습니다({status}). 나중에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The answer did not come from the hub. Sign in to this network first, then try again.</source>
        <translation>허브에서 온 응답이 아닙니다. 먼저 이 네트워크에 로그인한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The hub&apos;s certificate could not be verified. Check the clock and the proxy settings of this machine.</source>
        <translation>허브의 인증서를 확인할 수 없습니다. 이 컴퓨터의 시계와 프록시 설정을 확인하십시오.</translation>
    </message>
    <message>
        <source>The hub&apos;s address was not found. Check that this machine is online.</source>
        <translation>허브의 주소를 찾을 수 없습니다. 이 컴퓨터가 온라인인지 확인하십시오.</translation>
    </message>
    <message>
        <source>The hub cannot be reached. Check that this machine is online.</source>
        <translation>허브에 연결할 수 없습니다. 이 컴퓨터가 온라인인지 확인하십시오.</translation>
    </message>
    <message>
        <source>{name} in {repository} is not the file that Easel expects, so it is not downloaded.</source>
        <translation>{repository}의 {name}은(는) Easel이 예상한 파일이 아니므로 다운로드하지 않습니다.</translation>
    </message>
    <message>
        <source>This process downloads nothing. Use “macapp models download”.</source>
        <translation>이 프로세스는 아무것도 다운로드하지 않습니다. “macapp models download”를 사용하십시오.</translation>
    </message>
    <message>
        <source>The connection was lost while downloading {name}. Try again to continue where it stopped.</source>
        <translation>{name}을(를) 다운로드하는 중에 연결이 끊어졌습니다. 다시 시도하면 중단된 곳부터 이어집니다.</translation>
    </message>
    <message>
        <source>{name} does not match the hub&apos;s description and was deleted. Try again.</source>
        <translation>{name}이(가) 허브의 설명과 맞지 않아 삭제되었습니다. 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>There is no picture with the id {id}.</source>
        <translation>ID가 {id}인 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>{name} is not a picture that Easel can open. It looks like {looks}.</source>
        <translation>{name}은(는) Easel에서 열 수 있는 이미지가 아닙니다. {looks}(으)로 보입니다.</translation>
    </message>
    <message>
        <source>{name} is a {format} picture, which Easel cannot open. Convert it to PNG or JPEG first, for example with Preview.</source>
        <translation>{name}은(는) Easel에서 열 수 없는 {format} 이미지입니다. 먼저 미리보기 등에서 PNG나 JPEG로 변환하십시오.</translation>
    </message>
    <message>
        <source>{name} is damaged: the picture is incomplete.</source>
        <translation>{name}이(가) 손상되었습니다. 이미지가 완전하지 않습니다.</translation>
    </message>
    <message>
        <source>{name} has {width} x {height} pixels. The limit is {limit} megapixels.</source>
        <translation>{name}은(는) {width} x {height}픽셀입니다. 최대 {limit}메가픽셀까지 가능합니다.</translation>
    </message>
    <message>
        <source>{name} has {width} x {height} pixels, which is too narrow to use.</source>
        <translation>{name}은(는) {width} x {height}픽셀로, 사용하기에 너무 좁습니다.</translation>
    </message>
    <message>
        <source>{name} is {size_bytes} large. The limit is {limit_bytes}.</source>
        <translation>{name}의 크기는 {size_bytes}입니다. 최대 {limit_bytes}까지 가능합니다.</translation>
    </message>
    <message>
        <source>{name} contains too much data besides the picture, such as text and profiles. The limit is {limit_bytes}, in a few parts.</source>
        <translation>{name}에 이미지 외에 텍스트나 프로파일 같은 데이터가 너무 많습니다. 몇 개의 부분으로 최대 {limit_bytes}까지 가능합니다.</translation>
    </message>
    <message>
        <source>Damaged pictures are not in the gallery: {names} ({count} in total). Nothing was deleted.</source>
        <translation>손상된 이미지는 갤러리에 없습니다: {names}(총 {count}장). 삭제된 것은 없습니다.</translation>
    </message>
    <message>
        <source>The source image is no longer in the library. Add it again.</source>
        <translation>원본 이미지가 더 이상 보관함에 없습니다. 다시 추가하십시오.</translation>
    </message>
    <message>
        <source>The finished picture could not be saved ({kind}: {text}). Easel keeps it and tries again, and the queue waits.</source>
        <translation>완성된 이미지를 저장할 수 없습니다({kind}: {text}). Easel이 이미지를 보관하고 다시 시도하며, 그동안 대기열은 기다립니다.</translation>
    </message>
    <message>
        <source>{name} no longer has the size in its settings, so it cannot be compared.</source>
        <translation>{name}의 크기가 더 이상 설정과 같지 않아 비교할 수 없습니다.</translation>
    </message>
    <message>
        <source>{name} was made by {source}, and its file lacks some settings that are needed to make it again.</source>
        <translation>{name}은(는) {source}(으)로 만들었으며, 파일에 다시 만드는 데 필요한 설정 일부가 없습니다.</translation>
    </message>
    <message>
        <source>The whole picture has one colour. The model or the GPU may have failed.</source>
        <translation>이미지 전체가 한 가지 색입니다. 모델이나 GPU에 문제가 생겼을 수 있습니다.</translation>
    </message>
    <message>
        <source>{name} has tensors that {model} does not use: {count} of {total}, such as {example}.</source>
        <translation>{name}에 {model}이(가) 사용하지 않는 텐서가 있습니다: {total}개 중 {count}개(예: {example}).</translation>
    </message>
    <message>
        <source>{name} has several frames. The first one is used.</source>
        <translation>{name}에 프레임이 여러 개 있습니다. 첫 번째 프레임이 사용됩니다.</translation>
    </message>
    <message>
        <source>{name} has transparency; it was placed on a white background.</source>
        <translation>{name}에 투명한 부분이 있어 흰색 배경 위에 놓았습니다.</translation>
    </message>
    <message>
        <source>The queue is paused: Easel ended unexpectedly while it made “{prompt}”. Add --resume to continue.</source>
        <translation>대기열이 일시 정지되었습니다. “{prompt}”을(를) 만드는 중에 Easel이 예기치 않게 종료되었습니다. 계속하려면 --resume을 추가하십시오.</translation>
    </message>
    <message>
        <source>No picture was made: no job is waiting, and some are on hold ({count}). Retry or remove them in the window.</source>
        <translation>만든 이미지가 없습니다. 대기 중인 작업이 없고 {count}개가 보류 중입니다. 윈도우에서 다시 시도하거나 제거하십시오.</translation>
    </message>
    <message>
        <source>The queue is paused. Add --resume to continue.</source>
        <translation>대기열이 일시 정지되었습니다. 계속하려면 --resume을 추가하십시오.</translation>
    </message>
    <message>
        <source>Easel ended unexpectedly {times} times while it made this picture. The job is on hold until you retry it.</source>
        <translation>이 이미지를 만드는 중에 Easel이 {times}번 예기치 않게 종료되었습니다. 다시 시도할 때까지 작업이 보류됩니다.</translation>
    </message>
    <message>
        <source>Easel ended unexpectedly {times} times while it loaded this model. Retry, or use another model.</source>
        <translation>이 모델을 로드하는 중에 Easel이 {times}번 예기치 않게 종료되었습니다. 다시 시도하거나 다른 모델을 사용하십시오.</translation>
    </message>
    <message>
        <source>Another Easel is already working on this library&apos;s queue.</source>
        <translation>다른 Easel이 이미 이 보관함의 대기열을 처리하고 있습니다.</translation>
    </message>
    <message>
        <source>The library&apos;s index at {path} is damaged. Your pictures are not. Restore a backup or rebuild the index.</source>
        <translation>{path}에 있는 보관함의 색인이 손상되었습니다. 이미지는 손상되지 않았습니다. 백업을 복원하거나 색인을 다시 만드십시오.</translation>
    </message>
    <message>
        <source>A check found damage in the index of your pictures. The pictures are not affected. Quit Easel and open it again to repair the index.</source>
        <translation>검사 결과 이미지 색인이 손상되었습니다. 이미지에는 영향이 없습니다. 색인을 복구하려면 Easel을 종료했다가 다시 여십시오.</translation>
    </message>
    <message>
        <source>The library&apos;s index was made by a newer Easel (version {version}). Update this one.</source>
        <translation>보관함의 색인은 더 새로운 Easel(버전 {version})에서 만들었습니다. 이 Easel을 업데이트하십시오.</translation>
    </message>
    <message>
        <source>Another program is using the library&apos;s index. Try again in a moment.</source>
        <translation>다른 프로그램이 보관함의 색인을 사용하고 있습니다. 잠시 후 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The index at {path}, or a file next to it, belongs to another library. Restore a backup or rebuild the index.</source>
        <translation>{path}에 있는 색인이나 그 옆의 파일이 다른 보관함의 것입니다. 백업을 복원하거나 색인을 다시 만드십시오.</translation>
    </message>
    <message>
        <source>The library&apos;s index at {path} is empty, which is never the normal state. Restore a backup or rebuild the index.</source>
        <translation>{path}에 있는 보관함의 색인이 비어 있습니다. 정상 상태가 아닙니다. 백업을 복원하거나 색인을 다시 만드십시오.</translation>
    </message>
    <message>
        <source>The pictures folder {path} is not connected. Connect its disk, or run “macapp rebuild” to start with the pictures that are there.</source>
        <translation>이미지 폴더 {path}이(가) 연결되어 있지 않습니다. 디스크를 연결하거나, “macapp rebuild”를 실행하여 지금 있는 이미지로 시작하십시오.</translation>
    </message>
    <message>
        <source>The pictures folder {path} is not connected, so the queue waits. Connect its disk to continue.</source>
        <translation>이미지 폴더 {path}이(가) 연결되어 있지 않아 대기열이 기다립니다. 계속하려면 디스크를 연결하십시오.</translation>
    </message>
    <message>
        <source>There is no backup of the index yet.</source>
        <translation>아직 색인의 백업이 없습니다.</translation>
    </message>
    <message>
        <source>{name} is not a complete backup of an index. “macapp restore --list” shows the backups.</source>
        <translation>{name}은(는) 완전한 색인 백업이 아닙니다. “macapp restore --list” 명령으로 백업을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>The index is damaged, so no backup was made. Run “macapp rebuild”.</source>
        <translation>색인이 손상되어 백업하지 않았습니다. “macapp rebuild”를 실행하십시오.</translation>
    </message>
    <message>
        <source>{name} could not be moved to the Trash. It stays where it is.</source>
        <translation>{name}을(를) 휴지통으로 이동할 수 없습니다. 원래 위치에 그대로 있습니다.</translation>
    </message>
    <message>
        <source>{name} is in the Trash, which Easel may not read. Choose Put Back in the Finder. The gallery shows the picture again when Easel next starts.</source>
        <translation>{name}은(는) Easel이 읽을 수 없는 휴지통에 있습니다. Finder에서 ‘되돌려 놓기’를 선택하십시오. 다음에 Easel을 시작하면 갤러리에 이미지가 다시 표시됩니다.</translation>
    </message>
    <message>
        <source>{path} belongs to the library itself. Its pictures are already in the gallery.</source>
        <translation>{path}은(는) 보관함 자체에 속합니다. 이미지는 이미 갤러리에 있습니다.</translation>
    </message>
    <message>
        <source>{path} is empty now. Pictures of it in the gallery: {count}. Connect its disk, or hide them with --hide-missing if they are really gone.</source>
        <translation>{path}이(가) 비어 있습니다. 갤러리에 있는 이 폴더의 이미지: {count}장. 디스크를 연결하거나, 정말로 사라졌다면 --hide-missing으로 가리십시오.</translation>
    </message>
    <message>
        <source>The name of {name} is not Unicode, so it cannot be stored. Rename the file.</source>
        <translation>{name}의 이름이 유니코드가 아니어서 저장할 수 없습니다. 파일 이름을 변경하십시오.</translation>
    </message>
    <message>
        <source>{name} could not be read ({kind}) and was skipped. The log has the details.</source>
        <translation>{name}을(를) 읽을 수 없어({kind}) 건너뛰었습니다. 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation>{name}: {why}</translation>
    </message>
    <message>
        <source>Unknown format {value}. Choose one of: {names}.</source>
        <translation>알 수 없는 포맷: {value}. 다음 중에서 선택하십시오: {names}.</translation>
    </message>
    <message>
        <source>{value} is not a valid pattern for file names. Between braces, use one of: {names}.</source>
        <translation>{value}은(는) 올바른 파일 이름 패턴이 아닙니다. 중괄호 안에는 다음 중 하나를 사용하십시오: {names}.</translation>
    </message>
    <message>
        <source>A contact sheet shows 1 to {limit} pictures, not {value}.</source>
        <translation>콘택트 시트에는 이미지를 1~{limit}장 표시할 수 있으므로 {value}장은 표시할 수 없습니다.</translation>
    </message>
    <message>
        <source>This picture has {width} x {height} pixels, and WebP supports at most {limit} a side. Choose PNG or JPEG.</source>
        <translation>이 이미지는 {width} x {height}픽셀이지만 WebP는 한 변에 최대 {limit}픽셀까지 지원합니다. PNG나 JPEG를 선택하십시오.</translation>
    </message>
    <message>
        <source>The prompt could not be removed from the picture, so nothing was written.</source>
        <translation>이미지에서 프롬프트를 제거할 수 없어 아무것도 쓰지 않았습니다.</translation>
    </message>
    <message>
        <source>{path} is neither a folder nor the name of a PNG file.</source>
        <translation>{path}은(는) 폴더도 PNG 파일 이름도 아닙니다.</translation>
    </message>
    <message>
        <source>Cannot search for {field}:{value}. After {field}:, write a number, &gt;30, or 20..40.</source>
        <translation>{field}:{value}은(는) 검색할 수 없습니다. {field}: 다음에 숫자, &gt;30 또는 20..40을 쓰십시오.</translation>
    </message>
    <message>
        <source>Cannot search for {field}:{value}. After {field}:, write one of: {names}.</source>
        <translation>{field}:{value}은(는) 검색할 수 없습니다. {field}: 다음에 다음 중 하나를 쓰십시오: {names}.</translation>
    </message>
    <message>
        <source>{field}:{value} is not a date. Write 2026-11-20, 2026-11, 2026, today or yesterday.</source>
        <translation>{field}:{value}은(는) 날짜가 아닙니다. 2026-11-20, 2026-11, 2026, today 또는 yesterday를 쓰십시오.</translation>
    </message>
    <message>
        <source>A newer Easel made this job, and this version does not understand all of it. Update Easel to run it.</source>
        <translation>더 새로운 Easel에서 만든 작업이라 이 버전이 모두 이해하지 못합니다. 실행하려면 Easel을 업데이트하십시오.</translation>
    </message>
    <message>
        <source>A newer Easel saved the reason in a form that this version cannot read. Update Easel to read it.</source>
        <translation>더 새로운 Easel이 이유를 이 버전에서 읽을 수 없는 형식으로 저장했습니다. 읽으려면 Easel을 업데이트하십시오.</translation>
    </message>
    <message>
        <source>A newer Easel gave a reason that this version does not know ({code}). Update Easel to read it.</source>
        <translation>더 새로운 Easel이 이 버전에서 알 수 없는 이유를 제시했습니다({code}). 읽으려면 Easel을 업데이트하십시오.</translation>
    </message>
    <message>
        <source>A newer Easel made {name} with settings that this version does not know. Update Easel to repeat it.</source>
        <translation>더 새로운 Easel이 이 버전에서 알 수 없는 설정으로 {name}을(를) 만들었습니다. 다시 만들려면 Easel을 업데이트하십시오.</translation>
    </message>
    <message>
        <source>A newer Easel saved {name}, and this version does not understand all of it. Choose another name.</source>
        <translation>더 새로운 Easel이 {name}을(를) 저장하여 이 버전이 모두 이해하지 못합니다. 다른 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>There is no file at {path}.</source>
        <translation>{path}에 파일이 없습니다.</translation>
    </message>
    <message>
        <source>{path} is {looks}, not a file. Choose a file.</source>
        <translation>{path}은(는) 파일이 아니라 {looks}입니다. 파일을 선택하십시오.</translation>
    </message>
    <message>
        <source>{path} is larger than {limit_bytes}, the limit for such a file. Choose a smaller file.</source>
        <translation>{path}은(는) 이런 파일의 한도인 {limit_bytes}보다 큽니다. 더 작은 파일을 선택하십시오.</translation>
    </message>
    <message>
        <source>{path} is not a folder.</source>
        <translation>{path}은(는) 폴더가 아닙니다.</translation>
    </message>
    <message>
        <source>{path} does not exist. Check whether it was moved or renamed.</source>
        <translation>{path}이(가) 없습니다. 이동되었거나 이름이 변경되었는지 확인하십시오.</translation>
    </message>
    <message>
        <source>{path} cannot be used: there is a file where a folder is needed, or the other way round.</source>
        <translation>{path}을(를) 사용할 수 없습니다. 폴더가 필요한 곳에 파일이 있거나 그 반대입니다.</translation>
    </message>
    <message>
        <source>{path} is a folder. Choose a file.</source>
        <translation>{path}은(는) 폴더입니다. 파일을 선택하십시오.</translation>
    </message>
    <message>
        <source>The name {path} is too long for this disk. Choose a shorter one.</source>
        <translation>이름 {path}은(는) 이 디스크에서 쓰기에 너무 깁니다. 더 짧은 이름을 선택하십시오.</translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself. Choose the file itself.</source>
        <translation>{path}은(는) 자기 자신으로 돌아오는 링크입니다. 파일 자체를 선택하십시오.</translation>
    </message>
    <message>
        <source>{value} is not Unicode, so it cannot be stored. Rename or rewrite it.</source>
        <translation>{value}은(는) 유니코드가 아니어서 저장할 수 없습니다. 이름을 변경하거나 다시 쓰십시오.</translation>
    </message>
    <message>
        <source>The disk has only {free} of free space, and {needed} is needed. Free some space to continue.</source>
        <translation>디스크의 여유 공간이 {free}뿐이지만 {needed}이(가) 필요합니다. 계속하려면 공간을 확보하십시오.</translation>
    </message>
    <message>
        <source>The disk is full. Free some space, then try again.</source>
        <translation>디스크가 가득 찼습니다. 공간을 확보한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The disk does not respond or is not connected. Connect it, then try again.</source>
        <translation>디스크가 응답하지 않거나 연결되어 있지 않습니다. 연결한 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The file is too large for this disk. Choose another folder.</source>
        <translation>파일이 이 디스크에 너무 큽니다. 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>The disk is read-only. Choose another folder.</source>
        <translation>디스크가 읽기 전용입니다. 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>Easel has no permission to use {path}. Choose another location, or allow access.</source>
        <translation>Easel에 {path}을(를) 사용할 권한이 없습니다. 다른 위치를 선택하거나 접근을 허용하십시오.</translation>
    </message>
    <message>
        <source>The disk reported an error. Check the disk before you continue.</source>
        <translation>디스크에서 오류가 발생했습니다. 계속하기 전에 디스크를 확인하십시오.</translation>
    </message>
    <message>
        <source>Too many files are open on this machine. Close other programs, then try again.</source>
        <translation>이 컴퓨터에 열려 있는 파일이 너무 많습니다. 다른 프로그램을 닫은 다음 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The system reported an error ({name}: {why}). Try again. If it happens again, check the disk.</source>
        <translation>시스템에서 오류가 발생했습니다({name}: {why}). 다시 시도하십시오. 또 발생하면 디스크를 확인하십시오.</translation>
    </message>
    <message>
        <source>The results could not be printed: {why}.</source>
        <translation>결과를 출력할 수 없음: {why}.</translation>
    </message>
    <message>
        <source>Memory is low, so Easel unloaded the model. The next picture loads it again.</source>
        <translation>메모리가 부족하여 Easel이 모델을 메모리에서 내렸습니다. 다음 이미지를 만들 때 다시 로드합니다.</translation>
    </message>
    <message>
        <source>Memory is low, so Easel makes the next pictures with less memory and a little more slowly.</source>
        <translation>메모리가 부족하여 Easel이 다음 이미지를 더 적은 메모리로 조금 더 느리게 만듭니다.</translation>
    </message>
    <message>
        <source>macOS stopped the picture on the GPU. This happens when the screen waits too long for its turn, or when the Mac sleeps. Try again with a smaller size, or with the display asleep.</source>
        <translation>macOS가 GPU에서 이미지 생성을 중단했습니다. 화면이 차례를 너무 오래 기다리거나 Mac이 잠자기에 들어가면 발생합니다. 크기를 줄이거나 디스플레이를 잠자기 상태로 두고 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>There was not enough memory. Choose a smaller size, or close other programs.</source>
        <translation>메모리가 부족했습니다. 더 작은 크기를 선택하거나 다른 프로그램을 닫으십시오.</translation>
    </message>
    <message>
        <source>There was not enough memory for {width} x {height}, which needs about {needed} of the {available} that is available. Choose a smaller size, or close other programs.</source>
        <translation>{width} x {height}에 필요한 메모리가 부족했습니다. 사용 가능한 {available} 중 약 {needed}이(가) 필요합니다. 더 작은 크기를 선택하거나 다른 프로그램을 닫으십시오.</translation>
    </message>
    <message>
        <source>There is not enough memory to load PyTorch, which makes the pictures. Close other programs, and start Easel again.</source>
        <translation>이미지를 만드는 PyTorch를 로드할 메모리가 부족합니다. 다른 프로그램을 닫고 Easel을 다시 시작하십시오.</translation>
    </message>
    <message>
        <source>The model returned invalid numbers instead of a picture. Try another seed or less guidance.</source>
        <translation>모델이 이미지 대신 잘못된 숫자를 반환했습니다. 다른 시드나 더 낮은 가이던스를 사용해 보십시오.</translation>
    </message>
    <message>
        <source>PyTorch cannot use {device} on this machine.</source>
        <translation>이 컴퓨터에서 PyTorch가 {device}을(를) 사용할 수 없습니다.</translation>
    </message>
    <message>
        <source>Easel needs the library {name}, which could not be loaded: {why}.</source>
        <translation>Easel에 필요한 라이브러리 {name}을(를) 로드할 수 없음: {why}.</translation>
    </message>
    <message>
        <source>This needs the library {name}, which is not installed.</source>
        <translation>여기에 필요한 라이브러리 {name}이(가) 설치되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>{value} is not a property of a machine. Write one of {names}, for example ram=16GB.</source>
        <translation>{value}은(는) 컴퓨터의 속성이 아닙니다. {names} 중 하나를 쓰십시오(예: ram=16GB).</translation>
    </message>
    <message>
        <source>{value} is not a value for {field}. Write it as {field}={example}.</source>
        <translation>{value}은(는) {field}의 값이 아닙니다. {field}={example}과(와) 같이 쓰십시오.</translation>
    </message>
    <message>
        <source>PyTorch {torch} is known for noise and slow pictures on Apple&apos;s GPU. Use 2.6 or later.</source>
        <translation>PyTorch {torch}은(는) Apple GPU에서 이미지에 노이즈가 생기고 느려지는 문제가 알려져 있습니다. 2.6 이상을 사용하십시오.</translation>
    </message>
    <message>
        <source>PyTorch {torch} is known for wrong noise levels on macOS {macos}. Use 2.3 or later.</source>
        <translation>PyTorch {torch}은(는) macOS {macos}에서 노이즈 수준이 잘못되는 문제가 알려져 있습니다. 2.3 이상을 사용하십시오.</translation>
    </message>
    <message>
        <source>PyTorch {torch} is known to spoil pictures on macOS {macos}. Use 2.13 or later.</source>
        <translation>PyTorch {torch}은(는) macOS {macos}에서 이미지를 망치는 문제가 알려져 있습니다. 2.13 이상을 사용하십시오.</translation>
    </message>
    <message>
        <source>macOS {macos} is known for wrong results of large products on Apple&apos;s GPU. Update macOS.</source>
        <translation>macOS {macos}은(는) Apple GPU에서 큰 행렬 곱의 결과가 잘못되는 문제가 알려져 있습니다. macOS를 업데이트하십시오.</translation>
    </message>
    <message>
        <source>Easel runs under Rosetta as a program for {arch}, so it cannot use Apple&apos;s GPU. Turn off “Open using Rosetta” in its Get Info window, or use a Python for Apple silicon (arm64).</source>
        <translation>Easel이 {arch}용 프로그램으로 Rosetta에서 실행되어 Apple GPU를 사용할 수 없습니다. 정보 가져오기 윈도우에서 “Rosetta를 사용하여 열기”를 끄거나 Apple Silicon(arm64)용 Python을 사용하십시오.</translation>
    </message>
    <message>
        <source>This Mac has no Apple silicon ({arch}). Its processor makes the pictures, which takes minutes for each.</source>
        <translation>이 Mac에는 Apple Silicon이 없습니다({arch}). 프로세서로 이미지를 만들며 한 장에 몇 분씩 걸립니다.</translation>
    </message>
    <message>
        <source>PyTorch {torch} needs macOS {least} for Apple&apos;s GPU, and this is {macos}. Update macOS, or install the package set for this version. Until then, the processor makes the pictures, slowly.</source>
        <translation>PyTorch {torch}에서 Apple GPU를 사용하려면 macOS {least}이(가) 필요하지만 현재 버전은 {macos}입니다. macOS를 업데이트하거나 이 버전용 패키지 세트를 설치하십시오. 그때까지는 프로세서로 느리게 이미지를 만듭니다.</translation>
    </message>
    <message>
        <source>Apple&apos;s GPU needs macOS 12.6 or later, and this is {macos}.</source>
        <translation>Apple GPU를 사용하려면 macOS 12.6 이상이 필요하지만 현재 버전은 {macos}입니다.</translation>
    </message>
    <message>
        <source>macOS 13 or later is recommended, and this is {macos}.</source>
        <translation>macOS 13 이상을 권장합니다. 현재 버전은 {macos}입니다.</translation>
    </message>
    <message>
        <source>Apple&apos;s GPU needs PyTorch 1.13 or later, and this is {torch}.</source>
        <translation>Apple GPU를 사용하려면 PyTorch 1.13 이상이 필요하지만 현재 버전은 {torch}입니다.</translation>
    </message>
    <message>
        <source>PyTorch 2.0 or later is recommended, and this is {torch}.</source>
        <translation>PyTorch 2.0 이상을 권장합니다. 현재 버전은 {torch}입니다.</translation>
    </message>
    <message>
        <source>Canceled.</source>
        <translation>취소되었습니다.</translation>
    </message>
    <message>
        <source>Something went wrong inside Easel ({kind}: {text}). The log has the details.</source>
        <translation>Easel 내부에서 문제가 발생했습니다({kind}: {text}). 자세한 내용은 로그에 있습니다.</translation>
    </message>
    <message>
        <source>{message}</source>
        <translation>{message}</translation>
    </message>
    <message>
        <source>Easel is already open with this library, but its window does not respond. Quit that Easel first.</source>
        <translation>Easel이 이미 이 보관함으로 열려 있지만 윈도우가 응답하지 않습니다. 먼저 그 Easel을 종료하십시오.</translation>
    </message>
    <message>
        <source>Easel could not restart by itself. Quit it and open it again. The picture waits in the queue.</source>
        <translation>Easel이 스스로 다시 시작할 수 없습니다. 종료했다가 다시 여십시오. 이미지는 대기열에서 기다립니다.</translation>
    </message>
    <message>
        <source>This copy of Easel is incomplete: its {part} is missing or damaged. Replace it with a new copy.</source>
        <translation>이 Easel은 완전하지 않습니다. {part}이(가) 없거나 손상되었습니다. 새로 설치하십시오.</translation>
    </message>
    <message>
        <source>macOS runs Easel from a hidden copy, because Easel was not moved after the download. Quit Easel, drag it into Applications, and open it there.</source>
        <translation>다운로드한 후 Easel을 옮기지 않아 macOS가 숨겨진 복사본에서 실행하고 있습니다. Easel을 종료하고 응용 프로그램으로 드래그한 다음 그곳에서 여십시오.</translation>
    </message>
    <message>
        <source>Easel runs from the disk image {name} and ends when the image is ejected. Drag Easel into Applications, and open it there.</source>
        <translation>Easel이 디스크 이미지 {name}에서 실행되고 있어 이미지를 추출하면 종료됩니다. Easel을 응용 프로그램으로 드래그한 다음 그곳에서 여십시오.</translation>
    </message>
    <message>
        <source>Easel is in {path}, on a read-only disk, so it cannot be updated. Move it into Applications.</source>
        <translation>Easel이 읽기 전용 디스크의 {path}에 있어 업데이트할 수 없습니다. 응용 프로그램으로 이동하십시오.</translation>
    </message>
    <message>
        <source>Easel has no page of releases yet, so it cannot check for updates.</source>
        <translation>아직 Easel의 릴리스 페이지가 없어 업데이트를 확인할 수 없습니다.</translation>
    </message>
    <message>
        <source>The page of releases cannot be reached. Check that this machine is online.</source>
        <translation>릴리스 페이지에 연결할 수 없습니다. 이 컴퓨터가 온라인인지 확인하십시오.</translation>
    </message>
    <message>
        <source>The answer is not the page of releases. Try again later.</source>
        <translation>응답이 릴리스 페이지가 아닙니다. 나중에 다시 시도하십시오.</translation>
    </message>
    <message>
        <source>The first picture was refused: {why}.</source>
        <translation>첫 번째 이미지가 거부됨: {why}.</translation>
    </message>
    <message>
        <source>Timed out after {seconds} seconds while waiting for {what}.</source>
        <translation>{what}을(를) 기다리다 {seconds}초 후 시간이 초과되었습니다.</translation>
    </message>
    <message>
        <source>The first picture is not what was requested: {middle} in its middle, {corner} in a corner.</source>
        <translation>첫 번째 이미지가 요청한 것과 다릅니다: 가운데 {middle}, 모서리 {corner}.</translation>
    </message>
    <message>
        <source>Attention is sliced because of your setting.</source>
        <translation>설정에 따라 어텐션을 분할합니다.</translation>
    </message>
    <message>
        <source>Attention is not sliced because of your setting.</source>
        <translation>설정에 따라 어텐션을 분할하지 않습니다.</translation>
    </message>
    <message>
        <source>Attention is not sliced: slicing is for Apple&apos;s GPU, and this runs on {device}.</source>
        <translation>어텐션을 분할하지 않습니다. 분할은 Apple GPU를 위한 것이며 현재 장치는 {device}입니다.</translation>
    </message>
    <message>
        <source>Attention is sliced because this Mac has {ram} of memory, less than {limit}.</source>
        <translation>이 Mac의 메모리가 {limit}보다 적은 {ram}이므로 어텐션을 분할합니다.</translation>
    </message>
    <message>
        <source>Attention is sliced because {width} x {height} is larger than 512 x 512.</source>
        <translation>{width} x {height}이(가) 512 x 512보다 크므로 어텐션을 분할합니다.</translation>
    </message>
    <message>
        <source>A slice has as many scores as one head of one picture.</source>
        <translation>한 조각의 점수 수는 이미지 한 장의 헤드 하나와 같습니다.</translation>
    </message>
    <message>
        <source>Where the kernel stores no scores, a slice is as large as possible: all queries at once.</source>
        <translation>커널이 점수를 저장하지 않는 경우 조각을 최대한 크게 하여 모든 쿼리를 한 번에 처리합니다.</translation>
    </message>
    <message>
        <source>Attention is not sliced: {ram} of memory is enough.</source>
        <translation>어텐션을 분할하지 않습니다. 메모리 {ram}(으)로 충분합니다.</translation>
    </message>
    <message>
        <source>Attention heads are not padded: {device} supports any width.</source>
        <translation>어텐션 헤드를 패딩하지 않습니다. {device}은(는) 모든 너비를 지원합니다.</translation>
    </message>
    <message>
        <source>Attention heads are padded to widths for which PyTorch {torch} has a kernel that stores no scores.</source>
        <translation>PyTorch {torch}에 점수를 저장하지 않는 커널이 있는 너비로 어텐션 헤드를 패딩합니다.</translation>
    </message>
    <message>
        <source>Attention heads are not padded: this helps only from PyTorch 2.13 on, and this is {torch}.</source>
        <translation>어텐션 헤드를 패딩하지 않습니다. PyTorch 2.13부터 도움이 되며 현재 버전은 {torch}입니다.</translation>
    </message>
    <message>
        <source>Text encoders stay in memory.</source>
        <translation>텍스트 인코더를 메모리에 유지합니다.</translation>
    </message>
    <message>
        <source>Text encoders are released between prompts, because this Mac has {ram} of memory.</source>
        <translation>이 Mac의 메모리가 {ram}이므로 프롬프트 사이에 텍스트 인코더를 해제합니다.</translation>
    </message>
    <message>
        <source>Text encoders are released between prompts so that the picture fits.</source>
        <translation>이미지가 메모리에 맞도록 프롬프트 사이에 텍스트 인코더를 해제합니다.</translation>
    </message>
    <message>
        <source>Text encoders are loaded for a new prompt, one at a time, and released before the rest of the model is loaded, so that the picture fits.</source>
        <translation>이미지가 메모리에 맞도록, 새 프롬프트가 있으면 텍스트 인코더를 하나씩 로드하고 모델의 나머지를 로드하기 전에 해제합니다.</translation>
    </message>
    <message>
        <source>Both sides of guidance are computed at once.</source>
        <translation>가이던스의 양쪽을 한 번에 계산합니다.</translation>
    </message>
    <message>
        <source>Guidance runs in two passes so that the picture fits.</source>
        <translation>이미지가 메모리에 맞도록 가이던스를 두 번에 나누어 실행합니다.</translation>
    </message>
    <message>
        <source>Weights are in full precision: they fit.</source>
        <translation>가중치가 전체 정밀도입니다. 메모리에 맞습니다.</translation>
    </message>
    <message>
        <source>Weights are in full precision.</source>
        <translation>가중치가 전체 정밀도입니다.</translation>
    </message>
    <message>
        <source>Weights take {format}, as you chose.</source>
        <translation>선택한 대로 가중치에 {format}을(를) 사용합니다.</translation>
    </message>
    <message>
        <source>Weights take {format}, so that the picture fits. It differs slightly from full precision.</source>
        <translation>이미지가 메모리에 맞도록 가중치에 {format}을(를) 사용합니다. 전체 정밀도와 약간 다릅니다.</translation>
    </message>
    <message>
        <source>The picture is decoded in one piece.</source>
        <translation>이미지를 한 번에 디코딩합니다.</translation>
    </message>
    <message>
        <source>The picture is decoded in tiles, because it is larger than 1024x1024 and Apple&apos;s GPU may compute large products incorrectly. Seams may be faintly visible.</source>
        <translation>이미지가 1024x1024보다 크고 Apple GPU가 큰 행렬 곱을 잘못 계산할 수 있으므로 이미지를 타일로 나누어 디코딩합니다. 이음매가 희미하게 보일 수 있습니다.</translation>
    </message>
    <message>
        <source>The picture is decoded in tiles, because this Mac has {ram} of memory.</source>
        <translation>이 Mac의 메모리가 {ram}이므로 이미지를 타일로 나누어 디코딩합니다.</translation>
    </message>
    <message>
        <source>The picture is decoded in tiles so that it fits. Seams may be faintly visible.</source>
        <translation>메모리에 맞도록 이미지를 타일로 나누어 디코딩합니다. 이음매가 희미하게 보일 수 있습니다.</translation>
    </message>
    <message>
        <source>A picture may use {available} of {ram} of memory.</source>
        <translation>이미지 한 장에 메모리 {ram} 중 {available}까지 사용할 수 있습니다.</translation>
    </message>
    <message>
        <source>A picture may use {available}: Metal recommends at most {allowed}, and a tenth stays free.</source>
        <translation>이미지 한 장에 {available}까지 사용할 수 있습니다. Metal은 최대 {allowed}을(를) 권장하며 10분의 1은 비워 둡니다.</translation>
    </message>
    <message>
        <source>A picture may use {available}: on Macs with {ram} Metal recommends at most {allowed}, and a tenth stays free.</source>
        <translation>이미지 한 장에 {available}까지 사용할 수 있습니다. 메모리가 {ram}인 Mac에서 Metal은 최대 {allowed}을(를) 권장하며 10분의 1은 비워 둡니다.</translation>
    </message>
    <message>
        <source>No warm-up: only Apple&apos;s GPU needs it, and this runs on {device}.</source>
        <translation>준비 실행이 없습니다. Apple GPU에만 필요하며 현재 장치는 {device}입니다.</translation>
    </message>
    <message>
        <source>One step runs first and is discarded, because the first picture of PyTorch {torch} differs.</source>
        <translation>PyTorch {torch}의 첫 번째 이미지가 달라지므로 먼저 한 스텝을 실행하고 버립니다.</translation>
    </message>
    <message>
        <source>No warm-up: only PyTorch 1.13 needs it, and this is {torch}.</source>
        <translation>준비 실행이 없습니다. PyTorch 1.13에만 필요하며 현재 버전은 {torch}입니다.</translation>
    </message>
    <message>
        <source>Weights are stored channels-last, which is faster for NVIDIA&apos;s half-precision kernels.</source>
        <translation>가중치를 channels-last로 저장합니다. NVIDIA의 반정밀도 커널에서 더 빠릅니다.</translation>
    </message>
    <message>
        <source>Weights are stored channels-first: channels-last is for NVIDIA GPUs, and this runs on {device}.</source>
        <translation>가중치를 channels-first로 저장합니다. channels-last는 NVIDIA GPU를 위한 것이며 현재 장치는 {device}입니다.</translation>
    </message>
    <message>
        <source>Weights are stored channels-first: channels-last is no faster in single precision.</source>
        <translation>가중치를 channels-first로 저장합니다. 단정밀도에서는 channels-last가 더 빠르지 않습니다.</translation>
    </message>
    <message>
        <source>Parts in single precision are multiplied in TF32, with the resolution of half and the range of single precision.</source>
        <translation>단정밀도 부분을 TF32로 곱합니다. 해상도는 반정밀도와, 범위는 단정밀도와 같습니다.</translation>
    </message>
    <message>
        <source>No TF32: only NVIDIA GPUs have it, and this runs on {device}.</source>
        <translation>TF32를 사용하지 않습니다. NVIDIA GPU에만 있으며 현재 장치는 {device}입니다.</translation>
    </message>
    <message>
        <source>No TF32: no part is in single precision.</source>
        <translation>TF32를 사용하지 않습니다. 단정밀도 부분이 없습니다.</translation>
    </message>
    <message>
        <source>Repeated blocks are compiled because of your setting.</source>
        <translation>설정에 따라 반복되는 블록을 컴파일합니다.</translation>
    </message>
    <message>
        <source>Nothing is compiled because of your setting.</source>
        <translation>설정에 따라 컴파일하지 않습니다.</translation>
    </message>
    <message>
        <source>Nothing is compiled: PyTorch&apos;s compiler is experimental on Apple&apos;s GPU.</source>
        <translation>컴파일하지 않습니다. PyTorch의 컴파일러는 Apple GPU에서 실험 단계입니다.</translation>
    </message>
    <message>
        <source>Nothing is compiled: this needs PyTorch {least} or later, and this is {torch}.</source>
        <translation>컴파일하지 않습니다. PyTorch {least} 이상이 필요하지만 현재 버전은 {torch}입니다.</translation>
    </message>
    <message>
        <source>Nothing is compiled: the application does not include PyTorch&apos;s compiler. Run Easel from source to use it.</source>
        <translation>컴파일하지 않습니다. 이 앱에는 PyTorch의 컴파일러가 포함되어 있지 않습니다. 사용하려면 Easel을 소스에서 실행하십시오.</translation>
    </message>
    <message>
        <source>Nothing is compiled: an NVIDIA GPU needs Triton for this, which is not installed.</source>
        <translation>컴파일하지 않습니다. NVIDIA GPU에서는 Triton이 필요하지만 설치되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Nothing is compiled: this needs a {language} compiler, and none is installed.</source>
        <translation>컴파일하지 않습니다. {language} 컴파일러가 필요하지만 설치되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Nothing is compiled: on the {device} this happens only if you turn it on.</source>
        <translation>컴파일하지 않습니다. {device}에서는 직접 켠 경우에만 컴파일합니다.</translation>
    </message>
    <message>
        <source>Nothing is compiled: a model with stages has no repeated blocks.</source>
        <translation>컴파일하지 않습니다. 단계가 있는 모델에는 반복되는 블록이 없습니다.</translation>
    </message>
    <message>
        <source>Nothing is compiled any more, because compilation failed: {why}.</source>
        <translation>컴파일에 실패하여 더 이상 컴파일하지 않습니다: {why}.</translation>
    </message>
    <message>
        <source>Nothing is compiled: the time for a picture on this machine is not yet known.</source>
        <translation>컴파일하지 않습니다. 이 컴퓨터에서 이미지 한 장에 걸리는 시간을 아직 모릅니다.</translation>
    </message>
    <message>
        <source>Nothing is compiled: this pays off from {least} pictures in a row with the same model and size. Here: {count}.</source>
        <translation>컴파일하지 않습니다. 같은 모델과 크기로 연속 {least}장부터 이득입니다. 현재: {count}장.</translation>
    </message>
    <message>
        <source>Nothing is compiled: pictures like this were not faster when compiled on this machine.</source>
        <translation>컴파일하지 않습니다. 이 컴퓨터에서 이런 이미지는 컴파일해도 더 빠르지 않았습니다.</translation>
    </message>
    <message>
        <source>Repeated blocks are already compiled: about {times} times as fast.</source>
        <translation>반복되는 블록이 이미 컴파일되어 있습니다: 약 {times}배 빠름.</translation>
    </message>
    <message>
        <source>Compiled once, in {time}, for {count} equal pictures: about {times} times as fast here.</source>
        <translation>같은 이미지 {count}장을 위해 {time} 동안 한 번 컴파일합니다: 여기서 약 {times}배 빠름.</translation>
    </message>
    <message>
        <source>Compiled once, in perhaps {time}, for {count} equal pictures: about {times} times as fast on other GPUs.</source>
        <translation>같은 이미지 {count}장을 위해 아마 {time} 동안 한 번 컴파일합니다: 다른 GPU에서 약 {times}배 빠름.</translation>
    </message>
    <message>
        <source>Everything is computed in single precision: half precision is no faster on a processor.</source>
        <translation>모두 단정밀도로 계산합니다. 프로세서에서는 반정밀도가 더 빠르지 않습니다.</translation>
    </message>
    <message>
        <source>Weights are stored in half precision, which needs half the memory.</source>
        <translation>가중치를 메모리가 절반만 필요한 반정밀도로 저장합니다.</translation>
    </message>
    <message>
        <source>Everything is in single precision: before PyTorch 2.1, half precision is wrong on MPS, and this is {torch}.</source>
        <translation>모두 단정밀도입니다. PyTorch 2.1 이전에는 MPS에서 반정밀도 결과가 잘못되며 현재 버전은 {torch}입니다.</translation>
    </message>
    <message>
        <source>Weights are stored as bfloat16: {kind} was trained in it and exceeds the range of float16.</source>
        <translation>가중치를 bfloat16으로 저장합니다. {kind}은(는) bfloat16으로 학습되었고 float16의 범위를 넘습니다.</translation>
    </message>
    <message>
        <source>Everything is in single precision: {kind} exceeds the range of float16, and bfloat16 needs macOS 14. This is {macos}.</source>
        <translation>모두 단정밀도입니다. {kind}은(는) float16의 범위를 넘으며 bfloat16에는 macOS 14가 필요합니다. 현재 버전은 {macos}입니다.</translation>
    </message>
    <message>
        <source>The UNet computes in single precision: attention in {kind} overflows half precision before PyTorch 2.10, and this is {torch}.</source>
        <translation>UNet을 단정밀도로 계산합니다. PyTorch 2.10 이전에는 {kind}의 어텐션이 반정밀도를 넘치며 현재 버전은 {torch}입니다.</translation>
    </message>
    <message>
        <source>Pictures are made one after another, never as a batch: batches are unreliable on Apple&apos;s GPU.</source>
        <translation>이미지를 배치로 묶지 않고 한 장씩 만듭니다. Apple GPU에서는 배치가 불안정합니다.</translation>
    </message>
    <message>
        <source>Not supported: {names}. This needs {name} {least} or later, and {version} is installed.</source>
        <translation>지원하지 않음: {names}. {name} {least} 이상이 필요하지만 {version}이(가) 설치되어 있습니다.</translation>
    </message>
    <message>
        <source>The installed libraries support every model family.</source>
        <translation>설치된 라이브러리가 모든 모델 계열을 지원합니다.</translation>
    </message>
    <message>
        <source>Half precision is slower on the {device}, which computes it in single precision.</source>
        <translation>{device}에서는 반정밀도를 단정밀도로 계산하므로 더 느립니다.</translation>
    </message>
    <message>
        <source>Only NVIDIA GPUs have TF32, and this runs on {device}.</source>
        <translation>TF32는 NVIDIA GPU에만 있으며 현재 장치는 {device}입니다.</translation>
    </message>
    <message>
        <source>Skipped in a quick run.</source>
        <translation>빠른 측정에서는 건너뜁니다.</translation>
    </message>
    <message>
        <source>This needs PyTorch 2.0 or later, and this is {torch}.</source>
        <translation>PyTorch 2.0 이상이 필요하지만 현재 버전은 {torch}입니다.</translation>
    </message>
    <message>
        <source>This needs {needed} of memory, and {available} is free.</source>
        <translation>메모리 {needed}이(가) 필요하지만 여유 메모리는 {available}입니다.</translation>
    </message>
    <message>
        <source>This would take about {time} here.</source>
        <translation>여기서는 약 {time} 걸립니다.</translation>
    </message>
    <message>
        <source>Failed: {why}.</source>
        <translation>실패: {why}.</translation>
    </message>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>아직 측정한 것이 없습니다.</translation>
    </message>
    <message>
        <source>There is no model {value} to measure. Choose one of: {names}.</source>
        <translation>측정할 모델 {value}이(가) 없습니다. 다음 중에서 선택하십시오: {names}.</translation>
    </message>
    <message>
        <source>the index is intact</source>
        <translation>색인이 온전함</translation>
    </message>
    <message>
        <source>every job in the queue can be read and is in one state</source>
        <translation>대기열의 모든 작업을 읽을 수 있고 각 작업의 상태가 하나임</translation>
    </message>
    <message>
        <source>every picture in the index is on the disk and complete</source>
        <translation>색인의 모든 이미지가 디스크에 온전히 있음</translation>
    </message>
    <message>
        <source>no file is truncated</source>
        <translation>잘린 파일이 없음</translation>
    </message>
    <message>
        <source>every picture on the disk is in the index, once</source>
        <translation>디스크의 모든 이미지가 색인에 한 번씩 있음</translation>
    </message>
    <message>
        <source>no job has made two pictures</source>
        <translation>이미지를 두 장 만든 작업이 없음</translation>
    </message>
    <message>
        <source>favourites, stars, tags and collections are also in the files</source>
        <translation>즐겨찾기, 별점, 태그, 컬렉션이 파일에도 있음</translation>
    </message>
    <message>
        <source>every file of the library is in its folders</source>
        <translation>보관함의 모든 파일이 해당 폴더에 있음</translation>
    </message>
    <message>
        <source>the library opens within 10 seconds</source>
        <translation>보관함이 10초 안에 열림</translation>
    </message>
    <message>
        <source>nothing was deleted without a request: deleted pictures are in the Trash</source>
        <translation>요청 없이 삭제된 것이 없음: 삭제된 이미지는 휴지통에 있음</translation>
    </message>
    <message>
        <source>The ControlNet {name} needs more than a map: it fills in a mask. Choose a ControlNet for one kind of map.</source>
        <translation>ControlNet {name}은(는) 맵만으로는 부족하며 마스크를 채웁니다. 한 종류의 맵을 위한 ControlNet을 선택하십시오.</translation>
    </message>
    <message>
        <source>The ControlNet {name} is for several kinds of map, and the kind of this map is not known. Let Easel make the map: {kinds}. Or choose a ControlNet for one kind of map.</source>
        <translation>ControlNet {name}은(는) 여러 종류의 맵을 위한 것이며 이 맵의 종류를 알 수 없습니다. Easel이 맵을 만들게 하십시오: {kinds}. 또는 한 종류의 맵을 위한 ControlNet을 선택하십시오.</translation>
    </message>
    <message>
        <source>No {value} setting was measured for {model}. Choose the number of steps with “--steps” instead.</source>
        <translation>{model}의 {value} 설정은 측정되지 않았습니다. 대신 “--steps”로 스텝 수를 선택하십시오.</translation>
    </message>
    <message>
        <source>A quality and a fast mode cannot be used together. Remove one of them.</source>
        <translation>품질과 고속 모드는 함께 사용할 수 없습니다. 둘 중 하나를 제거하십시오.</translation>
    </message>
    <message>
        <source>{name}: {about}; needs {needed} of {available} in full precision; a download of {size_bytes}.</source>
        <translation>{name}: {about}. 전체 정밀도로 {available} 중 {needed} 필요. 다운로드 {size_bytes}.</translation>
    </message>
    <message>
        <source>{name}: {about}; needs {needed} of {available} with {format} weights; a download of {size_bytes}.</source>
        <translation>{name}: {about}. {format} 가중치로 {available} 중 {needed} 필요. 다운로드 {size_bytes}.</translation>
    </message>
    <message>
        <source>{name}: {about}; {time} per picture, estimated; needs {needed} of {available} in full precision; a download of {size_bytes}.</source>
        <translation>{name}: {about}. 그림당 예상 시간 {time}. 전체 정밀도로 {available} 중 {needed} 필요. 다운로드 {size_bytes}.</translation>
    </message>
    <message>
        <source>{name}: {about}; {time} per picture, estimated; needs {needed} of {available} with {format} weights; a download of {size_bytes}.</source>
        <translation>{name}: {about}. 그림당 예상 시간 {time}. {format} 가중치로 {available} 중 {needed} 필요. 다운로드 {size_bytes}.</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>약 {0}</translation>
    </message>
    <message>
        <source>Identical: every pixel is the same.</source>
        <translation>동일함: 모든 픽셀이 같습니다.</translation>
    </message>
    <message>
        <source>The pictures differ by at most {0} of 255 in {1} pixels ({2} %).</source>
        <translation>그림이 픽셀 {1}개({2} %)에서 255 중 최대 {0}만큼 다릅니다.</translation>
    </message>
    <message>
        <source>Nothing known to affect the picture has changed.</source>
        <translation>그림에 영향을 주는 것으로 알려진 것은 바뀌지 않았습니다.</translation>
    </message>
    <message>
        <source>Changed since then:</source>
        <translation>이후 변경된 항목:</translation>
    </message>
</context>
<context>
    <name>sidebar</name>
    <message>
        <source>Albums</source>
        <translation>앨범</translation>
    </message>
    <message>
        <source>Smart Albums</source>
        <translation>스마트 앨범</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>보관함</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>계열</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>디스크 사용량</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>최근 사용</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>다운로드</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Memory for a picture at the native size of the model</source>
        <translation>모델의 기본 크기로 이미지 한 장을 만들 때 필요한 메모리</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>Time per picture, estimated from earlier pictures, or from the speed of the chip</source>
        <translation>이미지당 시간. 이전 이미지나 칩의 속도를 바탕으로 추정</translation>
    </message>
    <message>
        <source>same settings</source>
        <translation>같은 설정</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n스텝</numerusform>
        </translation>
    </message>
    <message>
        <source>seed {0}</source>
        <translation>시드 {0}</translation>
    </message>
    <message>
        <source>guidance {0}</source>
        <translation>가이던스 {0}</translation>
    </message>
    <message>
        <source>another {0}</source>
        <translation>다른 {0}</translation>
    </message>
    <message>
        <source>no {0}</source>
        <translation>{0} 없음</translation>
    </message>
    <message>
        <source>unknown: not in the file</source>
        <translation>알 수 없음: 파일에 없음</translation>
    </message>
    <message>
        <source>unknown: needs a newer Easel</source>
        <translation>알 수 없음: 더 새로운 Easel 필요</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>프롬프트</translation>
    </message>
    <message>
        <source>Negative prompt</source>
        <translation>네거티브 프롬프트</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>가이던스</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>스케줄러</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>생성일</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>만든 프로그램</translation>
    </message>
    <message>
        <source>a newer Easel</source>
        <translation>더 새로운 Easel</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>표시</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>컬렉션</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Time: {0}.</source>
        <translation>시간: {0}.</translation>
    </message>
    <message>
        <source>Lanczos</source>
        <translation>Lanczos</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>강도</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>masked area only</source>
        <translation>마스크 영역만</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>예</translation>
    </message>
    <message>
        <source>Reference images</source>
        <translation>참조 이미지</translation>
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
        <translation>두 번째 프롬프트</translation>
    </message>
    <message>
        <source>Second negative prompt</source>
        <translation>두 번째 네거티브 프롬프트</translation>
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
        <translation>가이던스 리스케일</translation>
    </message>
    <message>
        <source>Guidance until</source>
        <translation>가이던스 종료 지점</translation>
    </message>
    <message>
        <source>Unconditional interval</source>
        <translation>비조건 연산 간격</translation>
    </message>
    <message>
        <source>Cache interval</source>
        <translation>캐시 간격</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>Refiner</source>
        <translation>리파이너</translation>
    </message>
    <message>
        <source>High resolution</source>
        <translation>고해상도</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측 방식</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Upscale</source>
        <translation>업스케일</translation>
    </message>
    <message>
        <source>Prompt as typed</source>
        <translation>입력한 프롬프트</translation>
    </message>
    <message>
        <source>Last {0} % of the steps at half the work: about {1} % faster</source>
        <translation>스텝의 마지막 {0}%를 절반의 작업량으로 처리: 약 {1}% 빠름</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>즐겨찾기</translation>
    </message>
    <message numerus="yes">
        <source>%n stars</source>
        <translation>
            <numerusform>별점 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Negative prompt: {0}</source>
        <translation>네거티브 프롬프트: {0}</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>높이</translation>
    </message>
    <message>
        <source>Source image</source>
        <translation>원본 이미지</translation>
    </message>
    <message>
        <source>Resize mode</source>
        <translation>크기 조절 방식</translation>
    </message>
    <message>
        <source>Masked area only</source>
        <translation>마스크 영역만</translation>
    </message>
    <message>
        <source>Mask padding</source>
        <translation>마스크 여백</translation>
    </message>
    <message>
        <source>Mask feather</source>
        <translation>마스크 페더</translation>
    </message>
    <message>
        <source>Variation seed</source>
        <translation>변형 시드</translation>
    </message>
    <message>
        <source>Variation strength</source>
        <translation>변형 강도</translation>
    </message>
    <message>
        <source>High-resolution strength</source>
        <translation>고해상도 강도</translation>
    </message>
    <message>
        <source>Upscaler</source>
        <translation>업스케일러</translation>
    </message>
    <message>
        <source>Refiner start</source>
        <translation>리파이너 시작</translation>
    </message>
    <message>
        <source>Negative prompt as typed</source>
        <translation>입력한 네거티브 프롬프트</translation>
    </message>
    <message>
        <source>Cache start</source>
        <translation>캐시 시작</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
</context>
</TS>
