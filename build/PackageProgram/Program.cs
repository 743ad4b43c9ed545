using System.Text;
using PackageProgram;

// train: saves a model and writes its scores. score: loads the model in a process in which no code of MLNetDeep has run.
// get ADDRESS, post ADDRESS JSON: writes the answer of a service.
using HttpClient client = new();
switch (args[0])
{
    case "train":
        Model.TrainAndSave();
        break;
    case "score":
        Model.LoadAndScore();
        break;
    case "get":
        Console.WriteLine(await client.GetStringAsync(args[1]));
        break;
    case "post":
        using (StringContent json = new(args[2], Encoding.UTF8, "application/json"))
        {
            HttpResponseMessage answer = await client.PostAsync(args[1], json);
            answer.EnsureSuccessStatusCode();
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
        }

        break;
    default:
        return 2;
}

return 0;
