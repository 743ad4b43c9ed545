using System.Globalization;
using Microsoft.Playwright;
using MLNetDeep.Browser.Tests.Browsers;
using MLNetDeep.Hosting;
using MLNetDeep.Neural;

namespace MLNetDeep.Browser.Tests.Dashboard;

/// <summary>Opens the dashboard's page during a training, and reads and presses what a person sees.</summary>
public class DashboardPageTests(BrowserFixture browser)
{
    private const int Epochs = 4;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_page_shows_the_curves_and_Stop_works_from_the_keyboard()
    {
        await using BrowserPage page = await browser.OpenAsync(isDark: true);
        await using Training training = await Training.StartAsync(holdsAfterEpoch: 3);
        await OpenAsync(page, training);
        await Assertions.Expect(page.Page.Locator("#state")).ToHaveTextAsync("Running");
        await Assertions.Expect(page.Page.Locator("#position")).ToHaveTextAsync("Epoch 3 of 4, batch 5 of 5");
        await Assertions.Expect(page.Page.Locator("#progress")).ToHaveAttributeAsync("value", "0.75");
        EpochResult last = training.Epochs[2];
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Img, new() { Name = "Loss." })).ToHaveAttributeAsync(
            "aria-label", $"Loss. Epoch 3: training {Number(last.Training.Loss)}, validation {Number(last.Validation!.Value.Loss)}");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Img, new() { Name = "Accuracy." })).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#learning-rate")).ToHaveTextAsync("0.01");
        Assert.Equal(["Loss", "Accuracy", "Learning rate"], await page.Page.Locator("figure:visible h3").AllTextContentsAsync());

        await CheckCurveAsync(page.Page, "validation", [.. training.Epochs.Select(epoch => epoch.Validation!.Value.Loss)]);
        await CheckCurveAsync(page.Page, "training", [.. training.Epochs.Select(epoch => epoch.Training.Loss)]);
        Assert.Equal(15, (await PathAsync(page.Page, "batches")).Length);
        Assert.Empty(await page.FindAccessibilityViolationsAsync());

        // Tab reaches the button: it is the first one that can be used while there is one run.
        await page.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Page.Locator("#stop")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#state")).ToHaveTextAsync("Stopping after this batch");
        training.Go();
        TrainingHistory history = await training.History;
        await Assertions.Expect(page.Page.Locator("#state")).ToHaveTextAsync("Stopped");
        Assert.Equal(3, history.Epochs.Length);
        int best = history.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)!.Epoch;
        await Assertions.Expect(page.Page.Locator("#answer"))
            .ToHaveTextAsync($"Saved the weights of epoch {best}, the best one, to {training.SavePath}.");
        await Assertions.Expect(page.Page.Locator("#stop")).ToHaveAttributeAsync("aria-disabled", "true");

        // The page keeps its last state after the program has ended it.
        await training.Dashboard.DisposeAsync();
        await Assertions.Expect(page.Page.Locator("#connection")).ToContainTextAsync("The program has closed this page.");
        await Assertions.Expect(page.Page.Locator("#state")).ToHaveTextAsync("Stopped");
        Assert.Empty(page.Messages);
        Assert.All(page.Requests, url => Assert.StartsWith($"{training.Dashboard.Address}", url));
    }

    [Fact]
    public async Task The_page_fits_a_phone_saves_and_shows_the_details()
    {
        await using BrowserPage page = await browser.OpenAsync(width: 360, height: 740, isTouch: true);
        await using Training training = await Training.StartAsync(holdsAfterEpoch: 2);
        await OpenAsync(page, training);
        await page.Page.GetByText("Epochs as a table").TapAsync();
        await page.Page.GetByText("Network and options").TapAsync();
        await page.Page.GetByLabel("Logarithmic axis").TapAsync();
        Assert.Equal(0, await page.MeasureOverflowAsync());
        Assert.Empty(await page.FindAccessibilityViolationsAsync());
        Assert.Equal(
            ["2", Number(training.Epochs[1].Training.Loss), Number(training.Epochs[1].Validation!.Value.Loss)],
            (await page.Page.Locator("#epoch-table tbody tr").First.Locator("td").AllTextContentsAsync()).Take(3));
        Assert.Equal(training.Network.Summary(), await page.Page.Locator("#summary").TextContentAsync());

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).TapAsync();
        await Assertions.Expect(page.Page.Locator("#answer")).ToHaveTextAsync($"Saved the current weights to {training.SavePath}.");
        Assert.Equal(training.Network.GetWeights()[0].Values.ToArray(), Network.Load(training.SavePath).GetWeights()[0].Values.ToArray());

        // A page that is loaded again shows the same.
        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Page.Locator("#position")).ToHaveTextAsync("Epoch 2 of 4, batch 5 of 5");
        training.Go();
        await training.History;
        await Assertions.Expect(page.Page.Locator("#state")).ToHaveTextAsync("Ended");

        // The page turns to the next run, and back to the first one if asked.
        training.FitAgain(Epochs + 2);
        await Assertions.Expect(page.Page.Locator("#position")).ToHaveTextAsync("Epoch 6 of 6, batch 5 of 5");
        await page.Page.GetByLabel("Run").SelectOptionAsync("1");
        await Assertions.Expect(page.Page.Locator("#position")).ToHaveTextAsync("Epoch 4 of 4, batch 5 of 5");
        Assert.Equal(["1: ended", "2: ended"], await page.Page.Locator("#run option").AllTextContentsAsync());
        Assert.Empty(page.Messages);
    }

    [Fact]
    public async Task Without_JavaScript_the_page_says_what_it_needs()
    {
        await using BrowserPage page = await browser.OpenAsync(runsScripts: false);
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(new() { Title = "Digits" });
        await page.Page.GotoAsync($"{dashboard.Address}");
        await Assertions.Expect(page.Page.GetByText("This page needs JavaScript")).ToBeVisibleAsync();
    }

    private static async Task OpenAsync(BrowserPage page, Training training)
    {
        await training.IsHeld;
        await page.Page.GotoAsync($"{training.Dashboard.Address}");
        await Assertions.Expect(page.Page.Locator("#run-now")).ToBeVisibleAsync();
    }

    // The heights of a curve's points are a linear function of the values.
    private static async Task CheckCurveAsync(IPage page, string kind, double[] values)
    {
        double[][] points = await PathAsync(page, kind);
        Assert.Equal(values.Length, points.Length);
        double slope = (points[^1][1] - points[0][1]) / (values[^1] - values[0]);
        Assert.True(slope < 0);
        Assert.All(points.Zip(values), pair =>
            Assert.Equal(points[0][1] + (slope * (pair.Second - values[0])), pair.First[1], 0.25));
        Assert.Equal(points[1][0] - points[0][0], points[2][0] - points[1][0], 0.25);
    }

    private static async Task<double[][]> PathAsync(IPage page, string kind)
    {
        string path = (await page.Locator($"figure:first-child path.{kind}").GetAttributeAsync("d"))!;
        return [.. path.Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries).Select(point =>
            point.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
    }

    // Four significant digits, as the page writes numbers.
    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A training that waits after an epoch until the test lets it go.</summary>
    private sealed class Training : IAsyncDisposable
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _go = new();

        private Training()
        {
        }

        public required TrainingDashboard Dashboard { get; init; }

        public Network Network { get; } =
            new(new NetworkSpec([4], [new Dense(8, Activation.Relu), new Dense(3, Activation.Softmax)]), seed: 1);

        public List<EpochResult> Epochs { get; } = [];

        public required string SavePath { get; init; }

        public Task IsHeld => _held.Task.WaitAsync(s_timeout);

        public Task<TrainingHistory> History { get; private set; } = null!;

        public static async Task<Training> StartAsync(int holdsAfterEpoch)
        {
            string path = Path.GetTempFileName();
            TrainingDashboardOptions options = new() { SavePath = path, UpdateInterval = TimeSpan.FromMilliseconds(20) };
            Training training = new() { Dashboard = await TrainingDashboard.StartAsync(options), SavePath = path };
            training.History = Task.Factory.StartNew(
                () => training.Fit(DashboardPageTests.Epochs, holdsAfterEpoch), TaskCreationOptions.LongRunning);
            return training;
        }

        public void Go() => _go.Set();

        public void FitAgain(int epochs) => Fit(epochs, holdsAfterEpoch: 0);

        public async ValueTask DisposeAsync()
        {
            Go();
            await History.WaitAsync(s_timeout);
            await Dashboard.DisposeAsync();
            File.Delete(SavePath);
        }

        private TrainingHistory Fit(int epochs, int holdsAfterEpoch)
        {
            Random random = new(1);
            float[] values = [.. Enumerable.Range(0, 4 * 125).Select(_ => (2 * random.NextSingle()) - 1)];
            int[] labels = [.. Enumerable.Range(0, 125).Select(row => values[4 * row] > 0.3f ? 2 : values[(4 * row) + 1] > 0 ? 1 : 0)];
            LambdaCallback hold = new((_, epoch) =>
            {
                Epochs.Add(epoch);
                if (epoch.Epoch == holdsAfterEpoch)
                {
                    _held.SetResult();
                    _go.Wait(s_timeout);
                }
            });
            FitOptions options = new()
            {
                Optimizer = new Adam(0.01), BatchSize = 20, Epochs = epochs, ValidationSplit = 0.2, Threads = 1,
                Callbacks = [Dashboard.Callback, hold],
            };
            return Network.Fit(new DenseFeatures(values, 4), labels, options);
        }
    }
}
