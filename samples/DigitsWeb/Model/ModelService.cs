using Microsoft.Extensions.ObjectPool;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Loads the model when the server starts, and trains it before if its file is not there.</summary>
internal sealed partial class ModelService(DigitsWebOptions options, ModelStatus status, ILogger<ModelService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Prepare(stoppingToken), stoppingToken);

    private void Prepare(CancellationToken cancellation)
    {
        try
        {
            if (!File.Exists(options.ModelFile))
            {
                LogTraining(Path.GetFullPath(options.ModelFile));
                DigitTraining.Run(options, new Reporter(this), cancellation);
            }

            DigitModel model = DigitModel.Load(options.ModelFile);
            status.PublishReady(new DefaultObjectPoolProvider().Create(new DigitRecognizerPolicy(model)));
            LogReady(Path.GetFullPath(options.ModelFile));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception e)
        {
            string message = ErrorMessage.From(e, new DigitsWebCommandLine().OptionNames);
            status.Publish(new(ModelState.Failed, Message: message));
            LogFailed(message);
        }
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
