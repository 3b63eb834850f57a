@echo off
rem Runs the dose agent with the Java of JAVA_HOME or of the path; Java 17 or newer.
setlocal
set "HERE=%~dp0"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if not defined DOSE_AGENT_JAVA_OPTS set "DOSE_AGENT_JAVA_OPTS=-XX:+UseSerialGC -Xmx512m"
"%JAVA%" %DOSE_AGENT_JAVA_OPTS% "-Ddose-agent.home=%HERE:~0,-1%" -jar "%HERE%dose-agent.jar" %*
exit /b %ERRORLEVEL%
