using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>Answers the page's requests to stop a run and to save its network. Each answer is a sentence.</summary>
internal static class RunRequests
{
    public static ContentHttpResult Stop(Run run)
    {
        if (!run.IsTraining)
        {
            return Refuse("The run has ended.");
        }

        run.RequestStop();
        return Answer("The run stops after the current batch.", StatusCodes.Status202Accepted);
    }

    public static ContentHttpResult Save(Run run)
    {
        if (run.File is null)
        {
            return Refuse("The program gave no file to save into.");
        }

        try
        {
            if (!run.File.TrySaveCurrent())
            {
                return Refuse("The run has ended.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TrainingDivergedException)
        {
            return Answer($"Not saved: {exception.Message}", StatusCodes.Status500InternalServerError);
        }

        return Answer($"Saved the current weights to {run.File.Path}.", StatusCodes.Status200OK);
    }

    private static ContentHttpResult Refuse(string reason) => Answer(reason, StatusCodes.Status409Conflict);

    private static ContentHttpResult Answer(string sentence, int status) =>
        TypedResults.Text(sentence, "text/plain", statusCode: status);
}
