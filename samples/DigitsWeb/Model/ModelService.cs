using MLNetDeep.Hosting;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Trains the model when the server starts and its file is not there. The pool has loaded it otherwise.</summary>
internal sealed partial class ModelService(
    DigitsWebOptions options, PredictionPool<DigitImage, DigitPrediction> pool, ModelStatus status, ILogger<ModelService> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => PrepareAsync(stoppingToken), stoppingToken);

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        try
        {
            if (!File.Exists(options.ModelFile))
            {
                LogTraining(Path.GetFullPath(options.ModelFile));
                DigitTraining.Run(options, new Reporter(this), cancellation);
            }

            await pool.ReloadAsync(cancellation: cancellation).ConfigureAwait(false);
            status.Publish(new(ModelState.Ready, Progress: 1));
            LogReady(Path.GetFullPath(options.ModelFile));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (InvalidDataException) when (pool.GetStatus().Error is InvalidDataException)
        {
            // The log of the pool says what is wrong with it.
            Fail($"'{Path.GetFullPath(options.ModelFile)}' is not a model of this program. "
                + "Delete it to train a new one, or name another file by --model.");
        }
        catch (Exception e)
        {
            Fail(ErrorMessage.From(e, new DigitsWebCommandLine().OptionNames));
        }
    }

    private void Fail(string message)
    {
        status.Publish(new(ModelState.Failed, Message: message));
        LogFailed(message);
    }

    private void Report(TrainingProgress value)
    {
        double done = value.Epoch - 1 + ((double)value.Batch / value.BatchesPerEpoch);
        TimeSpan left = value.Elapsed * ((value.Epochs - done) / done);
        status.Publish(new(
            ModelState.Training, value.Epoch, value.Epochs, done / value.Epochs, value.Loss, value.Accuracy, left.TotalSeconds));
        if (value.IsEpochEnd)
        {
            LogEpoch(value.Epoch, value.Epochs, value.Loss, value.Accuracy, left.TotalSeconds);
        }
    }

    [LoggerMessage(LogLevel.Information, "There is no model yet: training one, to be saved in {Path}.")]
    private partial void LogTraining(string path);

    [LoggerMessage(LogLevel.Information, "Epoch {Epoch}/{Epochs}: loss {Loss:F4}, accuracy {Accuracy:F4}, {SecondsLeft:F0} s left.")]
    private partial void LogEpoch(int epoch, int epochs, double loss, double? accuracy, double secondsLeft);

    [LoggerMessage(LogLevel.Information, "Ready; the model is in {Path}.")]
    private partial void LogReady(string path);

    [LoggerMessage(LogLevel.Error, "There is no model: {Message}")]
    private partial void LogFailed(string message);

    private sealed class Reporter(ModelService service) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => service.Report(value);
    }
}
