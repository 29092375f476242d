// Made by tools/image-reference/make_fixture.py: what the reference makes of these pictures.
import type { ImageFormat, PixelType } from "./image-codec.ts";

interface ReferencePicture {
  readonly name: string;
  readonly format: ImageFormat;
  readonly base64?: string;
  /** Below `../shared/data`, where it is not here. */
  readonly shared?: string;
  readonly expected: readonly { width: number; height: number; type: PixelType; sha256: string }[];
}

export const REFERENCE_PICTURES: readonly ReferencePicture[] = [
  {
    name: "jpeg, subsampling 4:4:4",
    format: "jpeg",
    base64:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAVACEDAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDxZNCWzlM2PPZjs3EDBznHA+g/X6V9PZcM3xUZe0Uvd5bOPZt31/lta3XXaxy4bNHXlyPTa+77LT0vt0+Zs2Ohi4QX0gMcZbfszlePfOMZA654J5PWuKsv7Rk86Ttb3uWzb9xWtzab21007M+owGYzh7mt2nr5adO+t+j0+/Y07SHv41M0TpsRfJ2hcAHDD6Ebe5xz+fn1MTDidxs/Z+y33lzc3/gK6W87n0mFx9ODVuv/AAzate/53/DVstFmmhbTGhwzkqZEViMD9ATt/wDrenJW4geMislta3u8+/8ADS15ba35e7tfd63+jw2Lin7RW01tve+q19d9l287/wDwic//AEE7L81rzf8AVSH/AEEP/wABl/mex/aS/nf4/wCZmWOiS2eyZwsjcLiRfLwGzk9ePu+g/EV6dT/jG4PGc3teb3Utt9bp+9226X8rH8jYLGwxF4R0S/T+vP0vtq2WhmYRXigDHKrjggYwAc9DwOh7981x1oPHN53z2t73La/wdL+du2mm9lf6jCZpKkvZrpp8na3T/h/mmbdtow1PCxN5BR8pnvxkkEDjr+OR71xTxj4mgudezVNf47uff4f5fO7b00V/osJmH1dJys9lpppr526/L1NnT9IVx9jnt8EjBcqMHb0JHXOQM84/OuKpnn9oReSfDy2jzXvbk1TS035e+l1r3+lo42Klz812npv18/y0b30N7/hEI/8AnyH/AHyleV/q9P8A6C193/2x6v8AbS/ll/XzOZSwitAtyzPIHcIqZ2gE56+o+Xp79a92jhZ8N0/rfNz83u2ty72lveXpsrn8m5XjHXaUVZ3a77Ja9O/6mlbWELia9GNoQzGNhnONoxnr69c9a4JUauYyWd8/LZc/Lb/n22rX0+Lk/ldtNHY+lwGPk/da2Vvk1c6DR9LtdQCooMJTCs2A27cB/Ln868vE4l8TTkrez9j58176+Vvh7/8AB+mwleVN8tutuvRPz8vP/PUtbK2lJtPL2eWAhZTwwUZ5H/AfX/CubFZpPFwjk1rL4Oa937lne3ny99L7vr9BSxsqVKNVq6vt9/V37/d6l/8A4Qm2/wCfn/yGf/iq4v8AVWt/0Ev/AMB/4J6f9v1+34s//9k=",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "b7d154d21dfdde63403b6e50165d5f47180968b1c4a045bb263aacc1206dfb54",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "71cf6a5950bce206704631f9de89e58aaaef7be14226e74c52bbca05477f6c27",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "37c06cc0fb6cff213d5fbb4a5567df70f5087289bd05712e453338cf1e149651",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "e7944cc08f5dc37613ece31d50371eef166b85da875b978c31f05b38d1041c1c",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "e405d9aed5abf228aff78d836a0a116b4215cc32aaa5fb6919c5fd13d93979a7",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "700c0b0685a38ebca1d617ff56a74a4a5c6a7f599a81f4b22e5171b4c700019d",
      },
    ],
  },
  {
    name: "jpeg, subsampling 4:2:2",
    format: "jpeg",
    base64:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAVACEDASEAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDxZNCWzlM2PPZjs3EDBznHA+g/X6Vs2Ohi4QX0gMcZbfszlePfOMZA654J5PWvoK65I/2WpX9n+85rPW32bdN97v0OrKMzk5Kp8rf1/XU2NO0h7+NTNE6bEXydoXABww+hG3ucc/nq2WizTQtpjQ4ZyVMiKxGB+gJ2/wD1vTw6+app4qP/ADFe5b+XaF7/AGtr2sr7XP0rK8bB2S6f8Pb/AIKL/wDwic//AEE7L81oryP9VIf9BD/8Bl/mfU/2kv53+P8AmZljoktnsmcLI3C4kXy8Bs5PXj7voPxFatloZmEV4oAxyq44IGMAHPQ8Doe/fNduIi4/8Jin/D/e83ff3bfPe7P5ayjMVFKrDrp+vY27bRhqeFibyCj5TPfjJIIHHX8cj3rZ0/SFcfY57fBIwXKjB29CR1zkDPOPzrxa+ae0/wBpfu/WlyWv8OnLe/2tr2srbX6n6RlWOSioSeq19ev59fu7G9/wiEf/AD5D/vlKK8T/AFen/wBBa+7/AO2PqP7aX8sv6+ZzKWEVoFuWZ5A7hFTO0AnPX1Hy9PfrWlbWELia9GNoQzGNhnONoxnr69c9a9Wvh6lOMcrU/wCH+85rb20ta+m+93tsfzBk+Nk1CSWj0/JnQaPpdrqAVFBhKYVmwG3bgP5c/nWpa2VtKTaeXs8sBCynhgozyP8AgPr/AIV4GIx8qqnikrfWf3dr35deS9+u19l2ufpGWYqVON7bf8Dvcv8A/CE23/Pz/wCQz/8AFUV5v+qtb/oJf/gP/BPo/wC36/b8Wf/Z",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "61fdca2176da3107eaf35edb03fd6a635430c8e6bbae67b186f5cbefce4f69aa",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "fd2a6f8857ab4712236a81f1f96a2906a12c70bb6bf552736e6a13e787276a59",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "c96c1472635b999d9a81b947d1cd8394543f96c5dce4cdfdff14c2439a4c3e17",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "1f70310b3e90e985a75a3d1aac07ec590eea9d28dc6a0d01a7e60f9d3b62d497",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "d298007186e8fcd102d8aa7f95f3bdfcde65ab88b5f9a348e74f4272b798482c",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "740309e19cedf03f0da48adb171dd7d692d29e6716675f3046b066501c93e003",
      },
    ],
  },
  {
    name: "jpeg, subsampling 4:2:0",
    format: "jpeg",
    base64:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAVACEDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDxZNCWzlM2PPZjs3EDBznHA+g/X6Vs2Ohi4QX0gMcZbfszlePfOMZA654J5PWupsdEls9kzhZG4XEi+XgNnJ68fd9B+IrVstDMwivFAGOVXHBAxgA56HgdD375rtxGY2X1bkty+97O/wAP/Tzn6/4PPyODKM+2nKXz/Q5nTtIe/jUzROmxF8naFwAcMPoRt7nHP56tlos00LaY0OGclTIisRgfoCdv/wBb06y20YanhYm8go+Uz34ySCBx1/HI962dP0hXH2Oe3wSMFyowdvQkdc5Azzj868SvnN71FP8Aiac1re26cnL/AMu9uXm0/mP0nK890V3r27f597fI4n/hE5/+gnZfmtFeqf8ACIR/8+Q/75SivG54f9AH/lT/AO2Pqf8AWCH8/wCZzKWEVoFuWZ5A7hFTO0AnPX1Hy9PfrWlbWELia9GNoQzGNhnONoxnr69c9aKK3xNCEMW8DH+FCHOld6STWt9+r0bt5H8fZPiarhTlfVv9EdBo+l2uoBUUGEphWbAbduA/lz+dalrZW0pNp5ezywELKeGCjPI/4D6/4UUV8lUxVWpQp15P3q0uWb/mjzctvLTTSz+Z+lZfWnCDcXsv8i//AMITbf8APz/5DP8A8VRRRXf/AKv4D+R/+BS/zPZ/tTF/zs//2Q==",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "bc2782a98f9783316f9f7daadab6fafca29d1196bfc4339a57d2524d0c0eb512",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "dadd34df68f226c373111bd54126b1d13bf831bf6f3930846a039c2e65694953",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "d6c86e6caf415a051f18e70afb164a09f6511fd6361ee91980ede3be5c740fa9",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "21348ad014fb8cc3613525bea4d631a68cf4072d5c4aa2b448e97fed947c4525",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "fb987277ce2c341dfaf1e96e4913b346cc56ba8d4cd29569dbc055d0408055ba",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "2b69754ef8556d9be8edea15c8969ab9c8bb9a078c750153818020db55b48df5",
      },
    ],
  },
  {
    name: "jpeg, progressive",
    format: "jpeg",
    base64:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAoHBwgHBgoICAgLCgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcvJik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/2wBDAQoLCw4NDhwQEBw7KCIoOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozv/wgARCAAVACEDASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAMEBf/EABgBAAMBAQAAAAAAAAAAAAAAAAIDBAUG/9oADAMBAAIQAxAAAAHi21VNeauuyNLE6pNWWoXH6KkmnQG7/8QAGhAAAwADAQAAAAAAAAAAAAAAAAECERITA//aAAgBAQABBQLngXnkUbCg4sUYF5ijYUHE1wKSZVClHBH/xAAaEQACAwEBAAAAAAAAAAAAAAAAAwECEyFR/9oACAEDAQE/AVPFuNxVp4UmTS3p/8QAJREAAQEFCAMAAAAAAAAAAAAAAQACAxExQRITISJCUVOhgcHR/9oACAECAQE/AS80w8e0XtYz7+LDj7TQzWKTRaJAO81cO1//xAAbEAACAgMBAAAAAAAAAAAAAAAAERAxARIyUf/aAAgBAQAGPwIcanWIZ4JFDHCLP//EAB8QAAICAQQDAAAAAAAAAAAAAAABESExQVFhcRCB8P/aAAgBAQABPyG2c6ESdLYclroa1TOvgX3d90SQdHgTX9iJhvXgRfGYOMgYxwfRH//aAAwDAQACAAMAAAAQGPDhAD//xAAbEQACAgMBAAAAAAAAAAAAAAABEQAQMUFRsf/aAAgBAwEBPxDYTWvfYoTgwKOK3//EACIRAAEDAgYDAAAAAAAAAAAAAAEAESFRYTFBcYGx0ZGh8P/aAAgBAgEBPxBqxMsNWeifhQfi3g+6f4doIMcAYLxNc0Spk2uDtxRWPZ7X/8QAIxABAAICAQMEAwAAAAAAAAAAARExACFRQWGBcbHw8ZGh0f/aAAgBAQABPxAOvNs+enjALcM7Sa+sNLEBrEBf6jH730QLo9qz7oyHiVQKPnVcY0YOxzER8jNEUlrv6YdEpEjjk5nO0/BhHahgUCfesWdO1uoLyHAqFuZMRopJ1j6z51/c/9k=",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "b46e51a5d653c002585c67020798d07a95f230b2828fc4f142968306ca4cfaa8",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "684daf9ebcee3ac82841b0a1de4c2c226fb9b1d53379c732bbece0493af8d8b8",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "077f690f6f8edc92255f8a3572c801ed6b76a55b7420117c87881bdf86d3c3f9",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "6e0410eefdf10c198e0c744a799bb2b05efa681f5192e27d578c53c2c5b3098c",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "a3d69bb4e48fda25045c141b00325f369a9f1b29da922f33646da03682e3bd01",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "d8ffe78083ece321a9b61580f5e7e7fa7622ab316e28a78ec41c544fe9eae627",
      },
    ],
  },
  {
    name: "jpeg, grey",
    format: "jpeg",
    base64:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAAVACEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APPl0wW7mTHmE/Lk/j2/D+dX4NMEqi4b5VJ3bc5HH9Mj9av29g10oLoy7VGzGMAdf0x3/wD13YdOeRDaFOWyC6gkYH8un/1qs/2DJ/z9wfmKpwaa9vtkbDHphhswDnJ68dPSr0OmGQJOAPUD1xjHP5Dp61oxad9swEPllWyvv9OPer9vp4YeRJFgkY3EDHHcjrnPvWn/AGAn/PAfktY4tUt8SklgzbQvQDOevqOKuRWqMJLjsFMhQ89MDr19fzrUs7KG7wAPL24UnrnI/wA/nVyK2ikPk7du3C5B649vwq1/wjcX/PX/AMdP+Nf/2Q==",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "2c0aa36abdfb6edce2bb9a80ecf163ecbbd006fa33cebcdf194e9d2453fb2ac4",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "cf67748fc09bf55078ade6b4aac0b1f14f93208f05c40d0614e897a5634a7a0e",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "f291cbfd76c8757c6358e59ed9259ec82367c6003a61b8e8d681f357c7e6c503",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "9202e3f3c985cf3a7a6578bee3a7c40aac7cd7964e2835ff9701721ee8f0c3eb",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "3ae81c61fca884af6dafebc6ed1dd267dbf29e4400b0c71a3b8730a1adac58c0",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "5a5cdf44af40d4e899994e5a4a407762dd948eb73990a594d47df888e0f9832a",
      },
    ],
  },
  {
    name: "png, rgb",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVCAIAAABHbRCDAAAHOElEQVR4nAXByW/jegEA4Nj+xUuceIsTO0uzNkmTpk26DFNmBIeRnsSFE38ACMQBbkgg+A+4gt7hIQ7AET0JCSFx4IzEe6A305k27aRtptn3xHaceLdjvg+6KlURL4gs7ybgrCbPIeyvnRjEmr2sc6xFhlTw51ma1bSxoJueVDG9n7ouGrqKil7cGa4V5MfBzMJ7/6pWvcEH7BP95clIlps8NAYnYeke/hExAHUGwG5ktQm1PxR5lny4zUan4vYCbPFEyEmuszpiesrXG/jJLe/tnR7oWi+RSNnnIQjXgzyrWhEtG6TSgffr0KkTDyI2sQlLyRu0Ghk5vs4a7N4ll6lPMDxF+FX+yFm7TCWL3ZIIZmHRIIgS2eh7UTB3fO3Az1tmr9HkiDyu1jh8b402t0qgs7ZpFyODfDK1tx/8aWDx0h3l0xXyhSoRsVVeRDDvMvJgqjiYF/JRWQ+Jh2ukFQ6/VDuuLd5bbWbrELXiunMAE8rjNn3gzXv+t/i5Ocd6aNhPRfYGf3GMwzsfCFq+XtoamKq/h1zPemzMq/P6gvhaSYHudR2CtgRA8r/b0d4O6nBTHw+QQ/ArVkALz2+1cGPYa4XTX1g+CfI4112boXLZ+p5WDtvriKAb+06IPP2XNVo8xf0XZvEG6vqlX9flgZFo1MYfeq85cfv3ubs90zU4aO19a+AS/BrL9rfeWXw7GxnO8Zm8vzFPmhocQPb8JzjtYsd9HMzZo9kMGTWYaZzekbDWCSqlXFEFxqYtXCUaxnxWFZaMFOD35d5s5yEQCxOVE4BHW8Egt4CX/lkhYwXMrgHIzRKRkHOBa/VzSdtoKh4yD1N4aLQADVxZ2aWQp56OV0M9mm9PrwEqNsz6LtuS0GOvCM3afb6l+nScpvgZH9C8hAXQyZnpvw1mQpGn1fMl+XKowLEq6Ryue0qUm44FWlT4w70OSNHeH8w7v4Fihh7BC629Xq+PVJFPw3Huv96QU74tb26rSGkPV5wjisXkERpIUvDqsa+D68pPyAXeCCDTy33h48OK+30gx+77SYfZeiTGQr/AzfmAnIScczw654Kf9/AodT/aleuPeujC+v5GphdkmG2+i8+ikvfPUNtHg/JtEkcpPfb8Zg8uE5AJBGpfQK9luaarEAznjHwhPd+MmL5gpTCwXkzdUHKOLc8wdoTJiQidx1N3rn9GyvIBA9vJsMEssWFv7uRX3lZ4M1Xa7hGyi8RrOwxFGAbNP/uIAFZPvQwR9pkWnIkts3ClrQVLTAyRGHxy5wcSB4i9C+jHKqSCjv6QY/tbm8fgLYvJ/tajIv3lounwNnA7hCsYOANycKsreZJxjkhoPeCvojQpwWUceyQPbSVh3e9DY3KFx9rK4GCW4XR5p6ELcQWWgJ1O3rvR/CGihm2ER9Aa3MqUlQuwNSytDjERp4wbBYyW7waO+uHoLHd5Gp4JjAWJCj4hmAiAkn9gnaVXokpmCGdy+M1nuBm8PlDpTSNJe6ve58gl7eBDYaDdJ6/ou1fOsV0PhIxZvs4Nzdzf0JlgO+iE/SaUwWreD7tqxSZMor+ngYVE/mEHdd/uwns/4JcIboI/T23K2PSYQrhg1IFZZHquteaEpbd07b7PGY241sLOTi596smNseLH7rBIMki1Mhpfrt2jl9zMWIYIMgkFOuoDTu3o7AZBqpvl/2gStPBdaCAarwKpCdB2dqxswPbOEzLTDzZVtqSn9LYZ4VoVvemYkzAg+6qHl6TA2D1p1ID87CglPY/potldpasbjBKT5EdhR0ohFFUhXX5X8/KoCJ803fiLNQDh9UJH42PbMexdct12JUIXn+Pw1dRXOtuEGp4ulICTw8WJFlDqHEMDWexJaIxeMyOW6SAnYqZLxWN+8JrhoZz5dpGmFolOdbaOoS1I+CoW9WRfugDMAthszPozPHK5SN8TOf6elcjXAKnjZcXvMUJgp2lfaPQypfjbSAxTPjYOf6bLZYfXPUkRVNKmvzwwFMUl8tb8uZkk1B9QCp8eozCER/hR0UiuOTusLMzhbBLn7hw4Pp6wUryHuQ2oaYwhIxNrI/AsQpMOWLCZjZfu1aIHt7a/OuQALcVjlUFaCxbt8J44dKmxoNafOHOgCeykG/8Ec4TRSaz0JwQOOl56n0THEAqZJTLXcJE0mGHfJAZ3aM/QYjm64pjpm+qOxJ3z0+Ux1DTPPZ6d/oddl2YrrQriB4BCWeLhCmAUeot9Ff9u0aaNvOiBnQ0VizBm9nbbMJfLMtSFQs9H7S4fnknsaz8Vmx054t1KUnfAtoJuvv1Ca87sTelTalVuxfKhVCmo9tM4O5PD/sT00lPWMtOU66YqxHIVN09vyGco8fBH1TsEgvqd65R65CwefxmDl3lA38UGBV+fO/+Owe+IiV9onEE3gSf8zbl5PD6ehSYjhkHL+788Y9DJOgoyo7ka8u3f0qpJOFg47k7JNoT/CZPhDM38H8Va1PKaZWp9AAAAAElFTkSuQmCC",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "f436a3a4529ef34fc6d7e447dc425d15509ce038260cf5c5727dd9274128281c",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "62cd51908b6fdc489c36056ef42b393b6eb726d626fcf755d8d1f982ef727150",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "8db26898ecb334e85721b2005fc71d408c81feab59905f83df42337745425c30",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "185baeaa83680a1d6caf624a293c62d386696695d5d898414d54b6793d832f20",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "1bc0c71e79ad1316a3e89994c41e0ca90494ff8bf63b2d42c6d4c2e99654d5bd",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "19eee84471182e41182aab3d8814684220350b93ab842c6d9b1bdbc6653f614f",
      },
    ],
  },
  {
    name: "png, rgb with a transparent colour",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVCAIAAABHbRCDAAAABnRSTlMAPQBSADqeI1jKAAAHOElEQVR4nAXByW/jegEA4Nj+xUuceIsTO0uzNkmTpk26DFNmBIeRnsSFE38ACMQBbkgg+A+4gt7hIQ7AET0JCSFx4IzEe6A305k27aRtptn3xHaceLdjvg+6KlURL4gs7ybgrCbPIeyvnRjEmr2sc6xFhlTw51ma1bSxoJueVDG9n7ouGrqKil7cGa4V5MfBzMJ7/6pWvcEH7BP95clIlps8NAYnYeke/hExAHUGwG5ktQm1PxR5lny4zUan4vYCbPFEyEmuszpiesrXG/jJLe/tnR7oWi+RSNnnIQjXgzyrWhEtG6TSgffr0KkTDyI2sQlLyRu0Ghk5vs4a7N4ll6lPMDxF+FX+yFm7TCWL3ZIIZmHRIIgS2eh7UTB3fO3Az1tmr9HkiDyu1jh8b402t0qgs7ZpFyODfDK1tx/8aWDx0h3l0xXyhSoRsVVeRDDvMvJgqjiYF/JRWQ+Jh2ukFQ6/VDuuLd5bbWbrELXiunMAE8rjNn3gzXv+t/i5Ocd6aNhPRfYGf3GMwzsfCFq+XtoamKq/h1zPemzMq/P6gvhaSYHudR2CtgRA8r/b0d4O6nBTHw+QQ/ArVkALz2+1cGPYa4XTX1g+CfI4112boXLZ+p5WDtvriKAb+06IPP2XNVo8xf0XZvEG6vqlX9flgZFo1MYfeq85cfv3ubs90zU4aO19a+AS/BrL9rfeWXw7GxnO8Zm8vzFPmhocQPb8JzjtYsd9HMzZo9kMGTWYaZzekbDWCSqlXFEFxqYtXCUaxnxWFZaMFOD35d5s5yEQCxOVE4BHW8Egt4CX/lkhYwXMrgHIzRKRkHOBa/VzSdtoKh4yD1N4aLQADVxZ2aWQp56OV0M9mm9PrwEqNsz6LtuS0GOvCM3afb6l+nScpvgZH9C8hAXQyZnpvw1mQpGn1fMl+XKowLEq6Ryue0qUm44FWlT4w70OSNHeH8w7v4Fihh7BC629Xq+PVJFPw3Huv96QU74tb26rSGkPV5wjisXkERpIUvDqsa+D68pPyAXeCCDTy33h48OK+30gx+77SYfZeiTGQr/AzfmAnIScczw654Kf9/AodT/aleuPeujC+v5GphdkmG2+i8+ikvfPUNtHg/JtEkcpPfb8Zg8uE5AJBGpfQK9luaarEAznjHwhPd+MmL5gpTCwXkzdUHKOLc8wdoTJiQidx1N3rn9GyvIBA9vJsMEssWFv7uRX3lZ4M1Xa7hGyi8RrOwxFGAbNP/uIAFZPvQwR9pkWnIkts3ClrQVLTAyRGHxy5wcSB4i9C+jHKqSCjv6QY/tbm8fgLYvJ/tajIv3lounwNnA7hCsYOANycKsreZJxjkhoPeCvojQpwWUceyQPbSVh3e9DY3KFx9rK4GCW4XR5p6ELcQWWgJ1O3rvR/CGihm2ER9Aa3MqUlQuwNSytDjERp4wbBYyW7waO+uHoLHd5Gp4JjAWJCj4hmAiAkn9gnaVXokpmCGdy+M1nuBm8PlDpTSNJe6ve58gl7eBDYaDdJ6/ou1fOsV0PhIxZvs4Nzdzf0JlgO+iE/SaUwWreD7tqxSZMor+ngYVE/mEHdd/uwns/4JcIboI/T23K2PSYQrhg1IFZZHquteaEpbd07b7PGY241sLOTi596smNseLH7rBIMki1Mhpfrt2jl9zMWIYIMgkFOuoDTu3o7AZBqpvl/2gStPBdaCAarwKpCdB2dqxswPbOEzLTDzZVtqSn9LYZ4VoVvemYkzAg+6qHl6TA2D1p1ID87CglPY/potldpasbjBKT5EdhR0ohFFUhXX5X8/KoCJ803fiLNQDh9UJH42PbMexdct12JUIXn+Pw1dRXOtuEGp4ulICTw8WJFlDqHEMDWexJaIxeMyOW6SAnYqZLxWN+8JrhoZz5dpGmFolOdbaOoS1I+CoW9WRfugDMAthszPozPHK5SN8TOf6elcjXAKnjZcXvMUJgp2lfaPQypfjbSAxTPjYOf6bLZYfXPUkRVNKmvzwwFMUl8tb8uZkk1B9QCp8eozCER/hR0UiuOTusLMzhbBLn7hw4Pp6wUryHuQ2oaYwhIxNrI/AsQpMOWLCZjZfu1aIHt7a/OuQALcVjlUFaCxbt8J44dKmxoNafOHOgCeykG/8Ec4TRSaz0JwQOOl56n0THEAqZJTLXcJE0mGHfJAZ3aM/QYjm64pjpm+qOxJ3z0+Ux1DTPPZ6d/oddl2YrrQriB4BCWeLhCmAUeot9Ff9u0aaNvOiBnQ0VizBm9nbbMJfLMtSFQs9H7S4fnknsaz8Vmx054t1KUnfAtoJuvv1Ca87sTelTalVuxfKhVCmo9tM4O5PD/sT00lPWMtOU66YqxHIVN09vyGco8fBH1TsEgvqd65R65CwefxmDl3lA38UGBV+fO/+Owe+IiV9onEE3gSf8zbl5PD6ehSYjhkHL+788Y9DJOgoyo7ka8u3f0qpJOFg47k7JNoT/CZPhDM38H8Va1PKaZWp9AAAAAElFTkSuQmCC",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "beb7e6fe5aedf3f47d508086db4bf11d4153760f06728d52b03faa6586a4c649",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "168c536d93b87b6ed17c147b077c281f155d3969d203233d8c862e32a4d36d05",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "e74e05c10901dd069557236699b585dade46faeb27eb528ccdaf54322669bfe2",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "d73c177744314fbbddfd76783f59723fa9d606b10704d6c9a6775e0ddccee0cc",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "19b24a173f3ac7639571e3b7d5853fec6bcfe9568f7900abdfb241943b3f6360",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "496ecf5f57deec4130f803ff2ab5c6c819b5bc0a9c235e6dc5d23aedffabd5e2",
      },
    ],
  },
  {
    name: "png, rgba",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVCAYAAADID4fUAAAKUUlEQVR4nAXBCXhThQEA4Hcl7yUvyXsvd5O0TXqkbZrSpi2HOBwyZDhQ/HTqcIBMxHHMj4HXhtscHlPnVARBNhH044PPc3g7vHDDAUOg0KYlbdM2932+vOS9vCNv/w8u6uxhYEmxA86OX00gvqc9xfQFEH2bDprApRQXOtoq9Lqr2qhNp9j2SCtBDVer8SOWGne7VOjax0mbbxBFZVq9yHDQKpkPCNF8cwm+79eKlszD0pXFL3t6Rr/EIlR1mni33hcrLi8OGF1gHJnXpyk8MwFtfFYVQbJeErEioja3nuHLD0fbjbPu3CQzpmtHTUBlyRAIehJN6nZBzO9tTcN3JTUl5HzZoMYA90oTf1asAXMnhIUwQ2blFygQfAOrKSwERQ+m5eqyDoXOwANXJvPqgYDZnCLgimpFWTMTso3a1pLOyGGhAZgoltpTExuxrH3iEgQl4Zox57qpW8gzItl1rBUdC+Awuq2OGj5XIAajqtUQuWK19HKMcdzTLA+76tzjof6BdXqV62uM9jj1WENTj5XtYyXgiWCe/yMhomdwhbHDZm98xU/KdBLINC0UY790ObokfD69taAyrcu5rOMwKq0Y1k7GORr7K5Juc80YijWf2trB52G/oNEsvEwHxQneOvHfeoB0VgTVbk97Hgk2Q4tVpam/VBzNe6V0qEdeYJxJc+lb0ZDysEa2n9A22LJxqNeMQQwqI5ZVVZf3550V1o7StYkroLhEqk+93p/ueS3tzRxSnS8l7cjcuhEveBasqJYisGvvwwwhbWXA4M36pMxiAP63KPLIE5RF+Vbb7KVfVTX990VD/rc0jtc8dRmvIS4M1s/lXZza3e+ur/xp1a0p8XmtYKmxJxtBdRqfd+qHeixzbtosb5rPtW8dBecekzsfe8BbjCTZpv71nvjVD0PX6zPWyodyWqws9dWqo4ii3tA16pFbJMq4OY+qJ0qV9DM+c6V6Lab+nbXXN1lMXnEBfYM4XwbCcMMoT0PkyT7UOhPG5DspqnsZE0yeUwyTk7UZ5Wq8IjXUQcVJoc/paI9Gq2w58LxlkVO0jKU3xnssv4GBwqxN0TjmDqV+wZDwQpCCrlNp+gQEM/iPKxT6Uxko65J9bX0tdeAoN8ceQvCyOQsXzsODln16f/grp43XsAOlVRKcPq/RYd+rY5l/IP0YW8rxI51qaR09L27KRWsLDK7AfckRZInS2v8d52VWtPoL/1T2Sp+2g6kdgbDxhJ+WbYSZ4HTGFG4Eqt9LTXUAUiZ8t9cruaiCgBYbgrnWWQv+IoqUrkCm1hZcveBRNkTUDXpOGbcQUWXdmO1gqC0I7loH4ENiOujfDZrofTUttrct1Ei6erzBGG89YXCY95nN/ztliCWtpetSz6cyPZG0ztsCdRm2dP+ka4XTIa+2YjZNq5raPhWu34iMdG36EZ7BHuoH4O3J4caCtmuTtpz+lTWAk3q5EbZhAlk5LeHofyhw5ycYlzZE8MScWhh8AzOkD+gV+/8Uwgx/0E3E1jBu70tTNfWPh+q3DJeLxM8yuKaJGricMqcMjxekz4LqgLxSqShOjdmw3Upd7X3T7LKxBjLc0wRyAmLRNW5tU44sLxY9SI0GIxDk/JZ1tf3bkS6/EyPD8y11ew1F8uszSXG92pY+hmZ94ygVO4IWm1JawrUBs4+/IMo+L14s7mkmoTnepulhyexBNBo6nxZch3NS5X3LsuSpUkBUdcPMca3ZY2FQ5UMwSbqVrtnzMmw5jOSmQwtaVJqTMun/Gmoxbcu2Que6AtV3FJ3klAkuxEks8dtxGXigqRl+k2cAtNZLB0EawYK1yb1OKhyq8MYLKFQJUmhxuVyRlui04TXZzMDngpHvRcTgCyrRomEx8izihCT/XOGqVGBfHYQL9yq9wEdyzqAn8EIRcmOodgrvKPOlplfqEw1IHce7c5hpR6AU2dacavlGXyu2MlVlPWPNXUSyiJJKJo5eEQ1nXB3wWlrDH4SN8E6lB9rtb3E/WRpCdlXYerLqBTeTWmHMjbHVNpSYKY5H5gv01Xy3z3l6eJ5mV8pCnqqD1g0lLOFTkdpWBLQd+ogSsndJnTq+k1N/gpHOB7HRm1oxTvHtSDNdIcr9522E9FwutL8CDxOPClh0qyVSnTdhW/QdMb74HaGXf9ELqPezKZffq49WOecHTylTlvd4QbkhQV0cVregfR7p3vAc3fUvXsXdrwo3XARSn4K1H5/jFTVW5uf8UEMGvpY7VTF9AoNmk/wrOrZ8NUS2bde0sW4vwgXayVBNrOe36y3ZG6WseIIPy9v0bP+Eueo/ivr6lg7Lum+mRdNpynrNOBdtP46T8JGerthQfDh/UexeuFqfYtGsWrUFt4G7gCC9eRLTdTFEq6oMw86ecvalCwT+NOLHmIPqiPVudjFw0J5A1FWG32hys49CPCNLlpa7k1f5v+vcdbow7VhQGdCu1vu7JmsDwkIuofkYwcNNtIR90VkAvoqLfSP9HmSkOCtApc7aFhda81m5uYmco4cto7p5Vhs+cM3C3IAX1KhSSX8I1orNlz3SUy6l1YD0DYjHKkB+ooG0duYzhTVWZ345I7Areca2p1YU/WVVjXDPtulLi5KDcjT/XKXJ3NacrBxLAZJnGLOy8WRGRXr1r5Jz0L6iNbSTi5kIKg//OdYLsEzGdLO3ZXK9DJkuy4qR+0kNorEnLs1PtA19ATPBTl9KukfbkesHLedMmEEq7pQLQysRMmNDeCpjqh9dDMXEhXpteI9k1W8yTlBSAb8+icDeRZi7dFkOkUcsAANXq6+9XyWy++0lma5oTQRaulbp79j6QK3oVgvGWlAqlDosNN7NE+96mtnSSyVR5XXV0zOzA7Y7VfQd7+pKxk8dceUnEIhpTxhj7RtZW/6onte8XspwX0ZTiahZP75JgMyaeIKyF8yhAir2fwoOsJk4yF5qMQVEGErBWgJnBSTTQbWUHZIj9LbH0HzDGC8TuQ79GYQo3G82dZ2IOKqfK9r5VZqG6vEOUfds3EI/4Z3Wj3KRKmqhEpvnzDODiF7FvhxsKr8lTht/D9kEn+QADtjC8eWgEm3hHLjDqRQ/BipINcVdpPojko2u6u+o9jhxs3HuaIodfbIniL+HKfoOzMtKSXAgDAwGjJlC8uxqSuHjEpVqpIcy5ylEd0hJ8fikC2khM8oPxoRzY9aF7SW+NMm4IBhHGB50tbdD11AutIqpaG7TO1unSd3QpRKRXh0LzGFGTSpSoK7/Qbab4qluYbt1PHd7gWaqCF/3KETXqcD86vqBFN9T7py5Ys+5E36Ta6va3rlVQYf3ODCqOVXUBOQEZ5YcyQJV59506MRzor3rvCqbW2Lm5l0exWdriID+ee1lumMxMkw/tGTEPk2TwuD41PaIqZR9pE9LrB01RQJtcu2eovnMaaZ0eY0EyuE2t88PjgLytHrZjsForzHUmzqlTsQeBEnl8X7Vm4bZBnjQXjd0I5bYRQ5Uny5pdo3INLdBJaC35c3iTBUPNIeMRz5LFqH9LQR54f9WwjmbhhVuNAAAAABJRU5ErkJggg==",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "bd6b447141465ac8fce91baa8440feb471270d026b2cfa2f34dd58dad6945cc1",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "4ab3381355bdb7351ea1e8202284b5f7475bfc1dc55bc244a6c847a35340c810",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "e915b1b61cbf890c019d7eff254a3978ecc943a5e52841373f0636e4d5bb6df7",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "2e5a63a8235dab6c761746f69f4fd8a6a61178e431a8674ece35eced7f7c99d0",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "0a6781e4ec81e5c436fdf72c6d3f572eb30f1b5fc7328c8d4e355f7634e4e71d",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "39044e22ecf60e91957d33fa4356af8829513f0bea9b95e64b21037d7ce1b4a3",
      },
    ],
  },
  {
    name: "png, palette of 4 bits",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVBAMAAAA6IZrnAAAAJ1BMVEWx02mrtGLRkGyZjWNLwGVMjXTJW3KYYHixN12rHGpnYGIvYGlNLF2i0VvDAAABIElEQVR4nDXQsUrDUBhA4XP/pgoOJsHOErMrQl9AoZuTSCcXcXD0PVykg5OCzR43ncQhD2Chjjq0qeCgRe9NUTBpe69DcT3Tx1GPAMye7KsfFKtu8isAc9gCDNJXCMAtXl8iFD0cAtrsgcHi2F4DTytFfZypjVy72PiDSnCsOnKJoZYDCCCjDMoYa/7L13oekT+jg/QSBPyrz4Pm5t132POb7TgS+AAgIm1Pg3GVCMA1AMspqpEshCSc54Oy/ja9AXVY1fdXEurvRxc7aWCwUi2p7g9Sms7L/S4ByElVVhVWcXo8yoY5yBnQNcxtB23xDaqFCtAUEQ8Q2sL3YHFoZsAxwXiAM9SG034IVuMLuAJQAc6RuxDVUg6YNbK5hlDDH2+4e/27ZC7TAAAAAElFTkSuQmCC",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "2801d7e1f831549879b9c31c0ba592bf1bfd90f71e6cff951a630cef7ed6a0d6",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "55f13c922c2bdd8c833bbd83ed8b301a9ad8a80de37e59f184dbeab7a1923968",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "9053b1c8ff398de8868c720dc06875eb63391a5ce1cd6e39065c7e0885cfc754",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "2c3aa4313e06119b3496088d57d82d8133a299f688a25c6685207348a1519f9d",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "42efcfdce023a7f7fcaadf7f9741b0d47f33b64ff7e18ba8642631263ae0f7ed",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "f36ef3e5523ef325cc22a32e322b94e6c2751af83f053b08806d967125d48c90",
      },
    ],
  },
  {
    name: "png, palette with opacities",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVBAMAAAA6IZrnAAAAJ1BMVEWx02mrtGLRkGyZjWNLwGVMjXTJW3KYYHixN12rHGpnYGIvYGlNLF2i0VvDAAAADXRSTlMAFCg8UGR4jKC0yNzw0Xv+mwAAASBJREFUeJw10LFKw1AYQOFz/6YKDibBzhKzK0JfQKGbk0gnF3Fw9D1cpIOTgs0eN53EIQ9goY46tKngoEXvTVEwaXuvQ3E908dRjwDMnuyrHxSrbvIrAHPYAgzSVwjALV5fIhQ9HALa7IHB4theA08rRX2cqY1cu9j4g0pwrDpyiaGWAwggowzKGGv+y9d6HpE/o4P0EgT8q8+D5ubdd9jzm+04EvgAICJtT4NxlQjANQDLKaqRLIQknOeDsv42vQF1WNX3VxLq70cXO2lgsFItqe4PUprOy/0uAchJVVYVVnF6PMqGOcgZ0DXMbQdt8Q2qhQrQFBEPENrC92BxaGbAMcF4gDPUhtN+CFbjC7gCUAHOkbsQ1VIOmDWyuYZQwx9vuHv9u2Qu0wAAAABJRU5ErkJggg==",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "245f9c8756cb6bb82a93d14643dcd474064dfcf1a605d00c6dbdba1525bf620e",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "0429cfeb3f25b52c1ad37281bc0e50df67f06154d457f942eb311702ae787ca3",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "91a464de77b94c6eabfd3ca3fb9247928527ffa0f24e0df5b356327fa7c097b9",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "f7597218bee34e9aa01739b0016c30cc7f9acae046d469d55baaf59c98922e58",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "8c4d6e676c4d1b3bb11ebad3c6908e25fe18680b5d9de134d44c8f35a586cd6f",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "ce0ba2e1815bff5b2f469051d34aebc8385fbf002444b451776aed4feee92e18",
      },
    ],
  },
  {
    name: "png, grey",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVCAAAAADtZNgIAAACUUlEQVR4nAXBWW7TQAAA0Nk8mXHGHu9u7bZJoYugH3yUW8CZOAfHQiCEhARVS9ukcVI7dryNN96DNyADIETDHFZeAVo2XLEksTaLwu6ivfOQh4S0bAKaMRGlVpi0Vy0dzNTcUTHBnTegkZKCzEhPCfSf2sskSCd92w+Yhyt2bLNKbN2KWJ1dx6W2VmeTMncLsKfj1W7m24d97cq/nVDkshoQ++f0/be30E2DR9oOv253mqWGcXpxo9cRDS1FabQ6K09HpFjPEp/htYezG+pCUXX6GeIOjBdKK5e5f4R54c/kEVv+k2/S2MyeiMYN0tTW6zGyZ1s5A5TBO0Gz6/rIzKLfYRSWEt/DT40PN16gcr85NDp2xz4+HNLAVCMCc/6HYSKtqqd+NzCceD3vJKtqjlHajrfPwgSGx9F9iYIjFQbecIp9vYStwhWsJEAkyBJ1jjH8jPvBcCZHFWYCkGfrpNbvORghnp/zpM8jsmwcIr+PAzT6jyp1foZmcnK9xWReFPnj+M6iZArzQhAL4TLID7y7wIXcxKIWT9B5IWKEClUv8Xkbs6iKVGScIjihcrmqDWSBwBZ6wyP0/kLbik49jOUi50Vn56FJQYd73xvsaU56DX5BHQNexmW2YWGqMTzRg1PzAkRIYX81tGimdLx7Figh2kljA3P0RZzaLKQB1km7MSbE4RpLRvxLu96/ipjPNBrLbNzawvDn2QcaknaxPrgxuXPnTji9YtfHcsQnnZcnZm85a9bCr5PRuD80s+cCFTfPj9LcyxOlyTztoKXCxvsPTSseQ0VD5IIAAAAASUVORK5CYII=",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "b65ad95aaee51b70efc5964c0b3aa2762e7b9870eea9a716b5e5e1c637f93d7f",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "7064459c9eec7f61a17ec28be205a7a2d4329e0e36ca61ef063964092c8e01b2",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "302513fb5fabba4691c68f4e676f83d191c21149b32df8cfd10dfaab9e16fd88",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "8111364eb836f362909df0e002177f4028b44ce36bff1fd1b857f754ba6f7795",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "8ba2e094df00e35f53ed6a30976bd4cac6e94c7ca02dcae60e91987b120544f1",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "a899286a8db17ddf519fb1338079cbc15bb2574b4c2f6419fa4a2a2e9a05b0fe",
      },
    ],
  },
  {
    name: "png, black and white",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVAQAAAADgdLp5AAAAiUlEQVR4nAF+AIH/AAAAQRQAAAVVKKUAASBgFZNYAAolJJUAAaDyuAA2ARQV/C0uAaLy/hjWAREUMPa1AUoIA/8sAvv3/2IAACqlUtUAAhrwA1mAAu7ABacAAZoQBaylAWXwABgTAkVYAWkAAFVVu3sAAaoMH9jTAFXVdvcAAa79EKIjAgQypJoAKXkn9Ms77rIAAAAASUVORK5CYII=",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "8ec2e2baa08693aa26406a3b3250058f2b567915658ad623a90e6af4cc3d4484",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "a7d0b854dc55bf5c006cad32a916209b7237266c46ca98eaf8c68865a01d45bb",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "ba9355d1ee4281dba257a96d2292a26d117c5fc22dfa528ccf545d88bfbc9d84",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "f5320dfbde6902eb8066cf39f29ee6981e449ca0d1bc3c7dd03c8c55bb474639",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "94c21bcbffc52161961ed743a3b67be875c973603916bf510399d5b56c83fdda",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "2b91fa42c77bf74f25bb6140f1169538d191d3766e35f99ee8d9e35656f687ce",
      },
    ],
  },
  {
    name: "png, grey of 16 bits",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVEAAAAAC99ARLAAAFiklEQVR4nAF/BYD6AM3Fcwzp4ChekMFvKBdx4/EJYzPiL1lxFSOGodoUBfLAsC+hIehvcWzSmqc/e+9LbFcAGVsngdUXuM53dHJA7UC02wAwFMZSA1bXVIPOv5i2lUFx/Vwu8qNINdAXkAOfjv2qGmLep4QvU3p70bIBc7bfrOTO+UeHnDZMoLKYlzOvx8jEQPsAzwiPUbiC310yJl6sezcqqJEtBZ9xzxQ5aqZvfKVeBQxClK21+B+5XYDu70zqs74unFxtPd1+xsuOGsI6640Qyl8EAAbWwv8xpaRO8uFpjmGBcwPRYS5CXVZ6MaZatmxfjYFV0i+rPYP3N5vx2l4dz/FCQvrvlI1U3YMERunwA6Weij60YgDUnG0PuGAmzKLiP8KrbP+uLJVObAl6VQ+Gc4Ocz5sdzK3LJpPhtMsMY9p97UqYN/3WtOgAMftEbUpSr48KmbIZKK4AGEQqCxPRDnnF2enhIsvNWTIU0E/fQrbdjQPmReT3JxfjByoFutnbxhYbhh+FE+x6QW57IitWytFu8OWQzb/XsPHTAAJYgptDTIIKBLrhBbiXlMn0TtTzfxR/Sgcx+HsmtbTIfHl0US0UKXX/HOoQbBEPP6n5DqvI3QRltQbWovcUuECG6AAPIWYWDuedPiqgg/+xOxI5WnLHAs90PQH2AvQuptV3kXkSjGTe9WNwRf+bVbhivTQJ3zeMQ3oE0KTPy+q/fmtob/EA6rF3a7Tmv26cbrxX6Ru8ip2h5vM+4RSB1pRK6s9AvcOYK+TtSlPY10PrcuDai8x0tVWWf49CGzQzrdgYRvRpMv1wAAOVN8407pIZOVUK5Q+x5Pr2D0AObagc0o7oTEqYfpQf8YwKxYu54o5XjDXib9bF5E8Lni3Bi5ue3uqwSS3BqtsHnwDbpN3wRpql5lwj7vCRo1XVJz4y5RMO5jXJ+Q/+emzIjszsy65CV9dguAt2BuAIOaeE+wesg7h4Pwls/2HwCFgn10wAiNq9oCVJGVmv8ykI1izrsE54A1qI5US2RixC4EoaRE0M8gsUaTp7qddgqKHCkiGXs5ih3mOON4eEtpMdnI9QexyVAByi0a5C80bSWMhcqEySEXIkT3R1Xqm+9XR+Z5Cf3Yey+5ac5x5T7UgVhtj+89F8PBE3VIj1GtQwjNmIL1Ve0s/lVAApmeg3QhyHGa2Hd+mYu2esVMsbxl34T51aNpD4yDFnNhGVAfc1OWzGqp5Q+S7e4N2aDU2JbLIWb89togbIZz3ySnYALeoznLeND6V2YG/FVZFwk0h0u2TPYL1E+UvCIwLtssRub54AYw1tBeoaN3fmUL3Mch/JvPl1KcWwmEHJwvSLVi/pAEPV7Ih9QNgT5x4+NlK0kAGh73iglQLTV1yLw/9UOsxtbNQ5iwDyfpccyfRByp0YNSjv5IxI6srJeBmGQ8/q08657AB01XZ9UHG72Nv7Rac3sc2aNwwPNPZLQdASSUGeU+pmxNCbIFfOweQ9bLtWDe0/k12zfxYFk3J+YHEEalZBgQu9J1kAhDPpM68e1/7RTtIBtwv5gMTztBKduINOs5hkZmnP+A14DUbpXGVISqLFOBNpoU2Ei/zfBd7zHSGh8WsVhQge5nZwAH0etdjYjL7NXHLnnAfKU6UcMHgTWY+X9RvXycnU8YPcUg0uxf3Gu163nSNyBvp/ZTlV/ZY3suKmXyblsmUCOSxJvAAD3uo8F2LOacMlr9jyt7Rg+gpwjHJlr0W+8Mw80WNYuA4SYrOLUuc1xGV5cmNyJUV8xpCHBGExYS7C4OglcdH8fM0ARBHuNCwinLz/kI023kNQTBIxGZdfQHZjGg56EVrAUrnwWA8QTcHv6ToNoRPn0JFQOo2UyPtgmAmEIpgXUL6obgxZ2va6FQy96LgAAAAASUVORK5CYII=",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "1641da447d4b87d131a0b8ed42164bfb426e03ae2958d47610c071622c35e202",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "1d3b89d1ca52b82e681c651b85968b6cc762b5ae22d42f4742027c294894c44a",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "6d1761d2c82509399d14172d0a61217834c17ad5c377abaf603ece98f7d70f38",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "2df8f88ace72662c601d4eb0c6a6bddd7edac4dbbee70b75d1ed1a84d0d5fa19",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "685fbcda0476be0f38ecf09805d717e8b8095d0038ece4a2351fc70f40791614",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "cf6f81703aa32a38bcb3db7b7762fd5821cdaaf3510aab4c5f709c3a8e7fc719",
      },
    ],
  },
  {
    name: "png, rgb of 16 bits",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVEAIAAAAX/czAAAAQXklEQVR4nAFTEKzvAES1T9Ip0boSlHSsC8581QJtzwL0imkQeA9ExI6CxQ8BTmS6Es4+dSYVRmtvNk/bUcajX5wPEyfUURWNjYkf17iC7+XSieNEqfi0ifkDw/hwsbqUm1JO0WxJw25mD/n9KT51LWvoY4126eHWm/PfkUCBUhmxJTY81A/6l5NMej2Ge2xXNX91m0LfPAyOfW/x0sl2C2BCbbdO+TEVM+9VbMFWX/fK5oXLM5uqo2FhpMTzV9m0+Hej5xcO2TTbyDAh/Eb1BnfH6wAhKSEGax157SSnIsVIDn5HeoCyka0hiQSSiCbkBvnwpgaT5r7MEvMXynx3zUWUiES5+i5Xjh0xGHbJpZqE/brXRYdvD++Gq5Msra1xy3994KGvaSiFCe9TAaYq6SdbUcRZSuRwciyeCktZkTH0qH62MNxK0aGSrCBlFo7nmfxZaOU8h9M5SowYzWSjK8g2J5Sj0gnoz2IQGCutawTDc46KIH3LEe9mdNCoxdfqWS5zrjLwFylWDwkipoODJF9eWaRLjBg+BYcAVKnE/8ku6aT8U9j8DZIvTQ2lAaARkhSWWwjTxmCMdxxJLGr/ygXXTkOUBSFZHwBAXhTZQ21uFBA7Fx9TrcmL+IyQruWmPTtmcDZEoU68fmZ60eduxRiGWfCy7tS/MGlaOxPFVmZWkZS2ergk2rp1dkOG3+QzO8PZKHA767GEmjcw+5E1q3aCO41m74/K6dLXaDvLhJbVOHHtvxJWLDuqvWZDgYGOWjv61TDf9mcfCTxbVh3vp7cdJmdhW/9jSQ9+ic40jjB2ANECBMytvXXk+iCTZ/x2ZTBMf1tEW5yIQuEMLiDo1xGuwbhx2XAVKAtraEqTfYpdtFIdPw9saYAV8y2jU5nMIoBJ2eWkZBWkXb90/d4YedXHmiCJK5BQsItu5pfTxfYejFRc9Q7DgUo9mFBRFDFnDaWceXWagbFBgxrMzzvpAJCzb4WylzT+RkRUynlOMn1xRd80M4UydnqPdJCKD9MtsY9W11ZCjVRcItv6jBIqFt9l8Nw9DxN4zLjJ8s8yN9Ag1fKuajyGGgAeKxibgfzxN92V60zunXC3Ggs58Q7x6kHQRwqFBY9gw9TN2fBlocbLqMWUDevU/q44myfqtiDeyZRWrqbdmjLtouVj6LpDX7nyaXCsaADN52suV94UaB950wfav4MZha3+bQsDWzcLb+U//8Vr+Q+G1a8MXDBBsEQSygUrRWNActUqm9DbVq/dKUyvOkw23nmmMUgUPgXD5NbLBZ3jDzzdPG0kMhr94oFoJG9UdH49VGJ5OiOUG0CV/nyEWDolrLXyQw1TvjUAo9eC+Gr4STl61iYvASceJ5HMBcQoxWYRcAtwBYAzUfzLRtj4vUHPZNAmFPZ5nZQjSDIquQXTAhLMgPm43rpYi6aQV/VpNTfC0kvgQ4vhFB+zUpSu2RLZWsIjy62Ro2nG55+fFC/PBM4Nzt7ce5IBD1eBlYciEYeNnqkNRip/AocFVjkwvsdoKNErtdhl1YMyNVvaU/W4uJqXy7sI3Dg8Nh+GsBuIlaJxWZG+QivWsPYNYIkzhyJASEDyOEzjOnV+e6Uf4Ic0AIGSVtITm0TsJWyrFfwmKtBZxe/Y5aoQxteKfbyTFb/C8f50cbmq3hMUlMVWWaSvMqWb5WJjoPTqUvgVCWlrjuVlJjhzvzRJHs8OvyK7zv8oqsdLIMWsnQtcZoaZ1adTblucBeXXtvjCuYt0+Yr+OVsmZMYaqvZC8SgUzgJHcuYXxgVcL4nyMDJDF2Is705O4hSEmt3GXro+5Vd2tzHoX1TyAcOVJxSIBzz+K+GGLw4h/nATb1sjFA4Cl5/imVGNSk+kewXvMwDB8DZfO3KsuTexAgIAoqWvX7Q4bCsi45/U/TtRnoeAbgDHysM9shvst/xRrRa428W0kMewhd/Q1/jrxf6p36y/dGpoPZ6F+ne7aV2J8Z3UQ3++oB4VZmhHVLwTeBLNCQo7bkA/Ie/Eeaq7rkrRxSQWTBB8n44ROvnZpyyMjYSwiKFFc4ixmqjufHx0vmLg5CQZ+QCJZAKAYU6oFlT5gguhzHGuQ9vADHPfutrNlbkncDGyKKAHiJYh4987PhpMsdn4u3e8+B4A5FP3IrOZfdOJXkSwkeHn+OUQyQlwmMZ1qJ5OZr/42XKdQh1yl3n4sKNMQuRFobNJJL7J1Gj40+CDtLceUka6kZcZpWCoN1u1y9ZJmqv0ZMbno8HVr8NNJlSuxaaQx98TGaT9F6P1H3D+LaMAucorfQFgcViLE96rH0YN2rlz23IY+fM1tKuN5gTAcNi4MeomoP69FLvLi/HHsW4wiXl3QePZJHuwDPeRaWcbJmlLBsZgYhLwYyqE6cbYnvQNaImzSM0hG95nANi8X7yPjr13Aao1So5x2rjFWxdpyE6hKOf7HOx6eJevQQGZbC1lJ1B8e0keUhMU1UDHV7EztydZkC4m3QAoRJ8yKC1kZQLuo7WewlxM5gwdiOgoS18X7m7Cp5CfqFp0CJ48Duzq9g/585hrYKxpZi7ke12/LpQJQOYURr0BibTYg35/b8pJWsTLac0XyQgc8mn/q8rbmD7NdTS+L5ySUch/yBaYbxV7E/OoHcnD4r/QFCbpX8BPhXdALcdc2AmDnB5p4WDITgA4a7sbK4dNDg+aDeJMkVTkdSHPDGCNOv8Yc86ChG48MQ2rQMBn/wveyx6d44zgtDGXPYJQc07zM3J0XrIT358dDyuV9F+XVaTTQjZijSjhTKUqj+PegGtK2sorSLrMQCN8bSzACeETlmNQUWVUg6Kjjo/ZjcIKe2nec8f7yfzd56PmH52QlQF8c/wibQTcepxShUfLcwWZIWHkX9L0/zkQpykAHOM/Alq2QEWTgg6IyZL7JQ6M4JJnbCQj+yoKEfAHr64IJ0oAqCk7gvsZ87Xcsl4TIVpQqTHjNqt9nMnhly+A+ZgEWTlgL44DW4dNCc9HjpBuJdrU3IRCCCWd368cl3BkQMgWa5MkALT9xjY3fKhbPh2w11AtNWRfQ32zxNCSeO9jvXuMDjEDUCnbhhmi2cJOgHC3hBNZupokbqtgZ5MWcFjeersCOnJnCI+H5KVZKu0l6lwfUOSSFncSf2Cj71xQEQNOgL56EVVnixGNLaXoSUWyo94XuR6dnp3SCvgQ2SF/rLEYPIV6l/DmAPBDvZcYNqYNnlB5MZt/T9clPMWpQJNTaylZCtZmg1RBr3gkiQiwfwAlmUu8rtubueUcK3+36kceghey8czr52RjmUOh0ul6KX+1wE/QQfXf0F4E/T61SFMEILFkmTMUc6sDWmWxH9YqSj0dmAYOO8GfbjFvtQZC7w/rUJUyeZGLUDDfYyApD9yjbBB63nmAXueJ60TS5OmBh3wSa2QOiVK/PTRGUUedvF6jiKFqBq72cLpslOm2mVeAhTrBcZMaR0X8qAV/agChS5Ic/zuIPIKQrOnxV37hN7tNDjj1pxO9KYP0KoPBN/vJRep2wE53nwF8RrYji7AWMHdsSzWKly4+UpK5xQi6b6AF+NH4Qm37vg/V0ckzlmV1SRId0Z/f1XT/dnp5sKmNz11IXOLI22kkR3+rI9IcnOp0k7iLY18k9gSrS345AZlvntO7xPdRq9aQaEpTt8q6YHCXRAWPXMLxxW0EPwcd0tRlGE2RnRu4WmBpXU9o7Po0BxkRlXTKIKs+XaYrNIjGBPoQ0YwAClDlH1awoEKBjrOjFkoCC27v2k/B2AhHQCaIVWH4oTCw/cmEoL4v9xvDntlUYmXVoRi7mcXjaK0sxKL2XlS+e7PghgkTGZD3N199YQpgTWjoRm/GMA/JEJe9XTAsOqsSXJMQ0tK59SlS4TcO1T3u7HduUin/hCYiLR/i6sbSSyOHYdi+Nqd1PHxTDGmiqFBnmAplXmzGqjd0E0YcBtFiGYbLYfK9ON6jUbCHYxD/ZHF0maRFza6pjc5aXlYuJS/sUlvxxWfIAJprMbRM4Dr8yKbCdM82hDGHhSb4+9kfbd0OpOz6D9u++Se7qT85G/lkCPPPO+SP/nYSMJR2NHfbvbdsDIgM+yKADfmijSrH6aVH70atfsIX+2HN9fwNYd2iWos69fiBd+zvQjbU2w4fVnStdXYWyoOAAfjkef5LYujzWZdhjWwM+jGNbrRc7W0F3PW0zzXBiskcvp45clUlPgzAgh2ldTuk9liKvHTyBRcEqI17K+AE08udzce1o4XMtKIRhIM7050XeO/FLwCAHYXkbcYeBMt0YjUB9X+S4ELfXTJpKsIa0IRk+7kPZvmKFv4n+Hp893AuxT7sJL6P0S26o4STOA9uE1Q8CSOEOl1RlBh72xYgLVJtLVZMZwZ7F4uk2GjhXDLf0bWf6hBgLtDp9d46VLNoWq7k3osQIuPf8vK8upxBt0It43WJ8mejHT7zvgQY79xoeaBlWDXCB5Ue0nFJnWi2p4qSNqJbnOH9ppFzoTFwK85md5Rs500iGtErfPVBj0guseRRm8JBgBTpzFUAxYeRyZz6q4jsorcaitv9diLq9foVKFjaz9R2Jiv6VHuvQLzZyl+nfTNyzC3X46yh9ypJxCN9qCvd3+1qVyTR/5UtjP5AbVYsnueM/W4T5MHMiFtoQAhRTTXhU4igcDV5ZZY8GU2WqzK9dobCHHWY5vd9MG7bijzYcpOEzcmqVLeLr2HdtRTQ+hiOdgJtj0i8cSr5YlL9fbEbI/tBwEyIqBMxc1nUUg90RNPGvlii6GkoNZ1PqhJXnnerCXb+YNaBPAhJJQq8ABMJq7Lwv9f0vq+NGWV5QBz6xgRSPpvY9NXY/3Nxabg3BGZmiA6d5dZWawIDBcAXIkQ/xFRLfqte5MoKdFjaW5e1SBHvXM2+tEJQiceQfTvSHeMYV7avoT4KZ7/pkn1XJ94X5ohM4sV02QCoM2FBpbJa/Z6ppuXNqcQupa8EGL3B4MVI2Aoc7Dzlft5JX26SX4gNZkbD047uvQxkZZfpYBUR2Zh3mmSq8H/QTVgcWh2dBfO2aAiXQyV92lE0HvcVkC+k+8wTogB9l7Dnb1fqYaGxCMSVv5Fgkv7p7tMjDSt2Yl/4/l1B/wejiNwfiDsujoUHsUBY7EMpV/vxQSIWoA4T/tRXCQU8wFYm+3WVZAOXDMYaoInhxAp+bQiGBS/5wyvcX2mmnI5vSK++fiBvJh19TkMjeAAIgevasi3javx40juLdO3OJfZQOpM3VCTssMLuAH+mYkm/AcpJP0G+/54b25p5ULLOhm7wX8ZjvTp8UUuMQv+k695jSx4lKjEIyeYoc13V42DeUGSdd0QAMMRnKmxwTimQvWaS20BHHZib824R+NERtvFjSAcrj1K8CAD16vSkda/+cpfdv4Xo+qaW6iAROZTO3eaM+aCK0lq7TFrCHmwMoORzKZ0PgFo/IkxOxXWYsvYrtEZa59iWe+Dr/HK2SndoqjfnzB14QP/nCIm9dv9SeqQnzntjv7sS9zkwIguJodeXHQ5LGqXEde8iM3TI/pbTdbcsn2BozC7avJiiunT6OeEP39eDaHxnQ69nVO9OLqyO4mD5K1Ob+m3uL7r+wTYHlfbgrecAAAAASUVORK5CYII=",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "e334ce9fe47cbf898c30dc8613574845d877db5f432256df513d3f455ee70547",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "f8ce254cbb3449fbc3f9ee9aa5edc9079e6f329241df7ba852a10828cdadcb48",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "98ad67934885229d78b2d3eca69daab5d08184526545b4a8951fa400348fa0c2",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "c7e6a89bc7fbf1ab5ca480eb1f8404775183cad6231a5b056de6508ae5441e03",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "f648b723346f593b006bf6ee92860ce175bead68535955e3865f49b1b1a691f9",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "e8d096001deac75bb2924bf0b00043c7889d98bdb6ab8574ff35a2c5ca0df64d",
      },
    ],
  },
  {
    name: "png, rgba of 16 bits",
    format: "png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAACEAAAAVEAYAAACYn1uXAAAVyElEQVR4nAG9FULqAON58llLZ8i09CUXje6CrYVsECM92pcwwlD+QiqNJ7pL3SZaKmuzgAPXy++Z/XeRoQeMFsusXFKWhiR3S+fFYfz1KSVh51fO39qSLhjzgJOyZIo8Pyi8LCnqIXjV4reJkY32KKhaLdqdzV/cXdxAB3Tu7ZL1XJstr+CcccfqFT2D5YJFtkOqpjPt7HIw/Lot5zS5xMdK5mApR0AveFisI6WvhvvpAVx6S/q+DG5NtHN4JP9rp7Qcnw0vHOc8pys9O9BxQeogd1z8THIHJd7Ic33LBB0S48KAIYRKD65IZiktpZZTuJAhnrCvC9ZTx4NwDfHdkp3q6aFHNvBm5lUte7V1cr2yfr5YmQCVXxv05fY0roFMsXSq8MHxDgTIWyrznsNibck1EMqinzhVekJ2H+cRbE7q8MkfHwhmDE7102D6CabhySPckNNR0PvfR9DJ08GODZvBkhUwnIaXvTn6epaWJiQvSV/Ki3eRPmcRk562j12Ml9U303s/gG9u66zX+Cx5m/kgnxZaU7HK8XoI2sAMHI03bSpa7GLWqMgqUgb9KM1bSLhjiktkEWS66my/W5xjEJZtTn7Ga6bTPFM3T2lwc+8lVKbxdTNdUYMnUZZgLTCSOooIm/nNtWhypgMvbrD5kzC7NtqVz55epBaw9O3ZGI1JGcmoF3FZYnH1v143KG+F7+9cD0yQedyz7IERXX4A3Fs6PKMFi8U6hlQPYy2DhrNxKuqAgEe1ZSzJKvFfzG5FelEGj+l66j8yU5xmwYp+T2cm8ggqc3cf3JfKCkQFj5v5zgaNiz1aAFWJcXQQkHI4XxcxHL8g/5pGqw8Q9FCwhz9si4oBXrygy92ayOKOJZRPm7oPPCdKzFvNIosyNeEU5XvqD2N3Xw3b/2G8Of6HIdtvNvAqlAY6oyXMu9xQu7m7dZnPBX9T6URJI7h9ieFCmuUtk15QjlUdV0FACK5fwE2A5cd/KzjH0BqcxTemErw10nIdGBa3BjzMdfuBE1Y8mWJexUO0VFNMZQtVHs0/CpHfTZ88wWfzC0S/ombOsWMM1Jbj1rEUAAxvTkKZp6S434lQemnTCyb68wX9H/7YER87TGBNdtsgwy0QsFMQubAGc7NJDL2q9/I3aRFhmuhRczltnowkIqkJ5bgceZbCrEddk11VWd1hnbr34AQqhhkM0bAW+m7Ffs7gaHnmeOOihT42Gu7aTRS3Z37Z9CIUJahjgtKCb32pKQnj4UXaMaFBge2HuYQQCKMozubavlD/hCMfRbP+yziplM+DW3b+YKwcmuA3+bzq5Oh8BNk9Tv5t1I1o8oSpsYsoQXUZLrXhh9moB7jLqat0YWXOeF/oVhFaq7+1R9R3bkjaMP0z2W2bvl9oL71qG8tWiX3AqJiafYT9eWaOoVE5Rs5/F2qPRwA+isUGbU2/Mx61ukUdOCR7Iamvw/1bieeTmOly6YWBm5WBcsw4cgphdIwtiwQcthu6DJeuPWJO7K3102Qr0BEYoyx/6x3XLgiJMollAoHR7djSyG8YMt1h1FAahKJ/d0wU5DwILsGoSPRwG5lz6HXVd0y/i2AM4uaJBHCLzAWP6157qCANTIfBYI9MLSQu2Iz076I2R8yTezWpVc/Ji+FwuaQuXbFBfNsELxuMZSP2BS0glUi68VgBTNHfl8hj8p+aUQ0r+ruV1Cr2kdkxNvNYRIp0j88eWtwtf10c2faaQ5t1wgzC67tQanHOIH316F1KSSOwYz5+ChdAl76kNS8ug/jlhDjmo6wAsxdDGJBXk4AOB5aQWmogAVvEo1e7R/xXbgxKHwYEy+dY7etDzxZkdiC7WD3mj6wAwF79dG/irI6PF3sv+yYZ6ck6iEwBbNT3hSSdHiBC6wznLDiAJZAOMK0r+6ZGWWpsgdXT9I9BlBBnCF26u154uWc8T0QErrvkpsDv2M/rb5t4s4KHQJJOX2LRh8Nwcb6/opFPO6UXZHpWquRxuZAc6bqd5h1V+kd46lgM2BI9krZdqWHKDz++o8BQj2+fJp8JJT6JhbTeZesTjp6Ows2vC4r4ta1XPLgaxXvOFBd5YrWcKchFeHzoOSHgTSjx14keONINbK5J1hdnXcLN04IJU5CjeEI0HIntAGiL459sgMvwEVL4oKUI5rnApurODtKOYrc1UTKT2hyUNcjcZ2xsT3T0bNG7VDVVZZtEM30DfaOB+vV0+9uoMqq35UqPRtiAl03wYtAxP9RaFnTkrvps2pa6gXeYAw+POMQSGl+ytsOtT9/mE3eegJ2FdIWcAMPz7X6+CxFQ1+f9UVn4lQFQ2G6zHiVkln7EOuxHmlG5gOHnXRmJPuV9CtNeY7P6LjQ/aqICmk41Ohq+rNgR3zwxkgouEsr/QhQOa+DvIWQ2rG3EQQuHGTbIQ57LP77CpTqUyZhtuFSKxaRuSKYZWWKKXPSSq5APpIE37+UJ5nYOeT7D7jBNkITOcgEnprhhSEEBjgCR7++uUAN682dfvrUFkvTamDJgJ0WN5QhB1gtXTA3I5Bp012kps1T7SXxplmf7aBfsN9Hgno+tOHpQS6SQHdVJUu9gdQ6KezB4QuTSxD5oLo7g3s1h5xjuH/sgwTAxGhMoxGX/GLGDYjojOgvL9U2d62bOGoBha4Imy8/D/GuRrk+ZfAzlX1vRzmqmyKMd86+/jG7auLmuvNEbD6L6n9GIpv/Gs1eEMIXhwzbA86EfHe0DdUDr/4/q3LYvJaSFefztI2IXw+tAZmMOUpMMx8VfvKE/TZnxU2xXZEl3zkq5hq++LCfrtRYM+U9GcmE9EsX1znBqQ7/E2qK89KWmtIHE5t/j8USmEwEAuFcc10D0EKgAlbYtufdYpoRYcba9MYEmpanL4D0wBJlbqDAZrLMsnkcv+s8pHk6mC9NecNuhqV2ZRju0+tPIj7p5XWi63NWx+iVZvSFd2XZH14ecdIJ8v6+mVh8RmsOn68DdB0FNo16FBLyOKD66X5NRYpf1SJuJ6z7WDWfvv5KQq4CbFX55bzP3+hi0GzAWxytxdp3gBP8vToAthMqrQTiGNfMS4RaYhh2vx7exzDyUk9Do7WrO3se3XyPB79fyZhlbNikOmSM9SiOIhqQLZXloy6K98kZID52wY1dUV09wb9Si1y3ffRjf1uZlqz8SqdMChEFaxFXReY6Tq3l2v8n65abxrURXAAXwvofUEDyd8F2i+mDSLPx52ULvw70Z2C1YEBr5OhieKhAW58c14Wbn0K8fdZ9L3U4VkXLRQduORo+q/o9nTrr/7yughEgnt7rfM0Y4II9rsBGs/CDch3k4AUurWTPNf8Aom9lQtHghdKUTCZZifh8pFEpFbdv/WdoxNGo1aeGFEimFeuJ3Apu6sk53BToaJ67ZOxQjBeFcQUGTOvwUc0mszM4U64bYoRUwlGgY47QH+9Nx+vEFHYmEnpv1XxbWoJqNZKFA3nwpRKHILp/RuFjflGT6lDIYAKoneOdj5Cj6z7ehgfvb4HPLP5ozsDOr94Cx6OUtUc97Sr2fvsZ9cCs9SYopKn7HEQCY1P9Zd+/2wIsdWaFgUTkXiup8CHGFlXYYFUAGKwFIEZSbw7RS+3nuarQ4lEoxjnNlw7+rYhOy+3HmMeRRe4HseMvW1BAPHrlfzKyJomPI0bhmJ4JuBOMCi9plyYwGNz0KuzcnqL6MC8pEG+uwGxrkPh0LzcZZRF8PCxPbY3Keko8Q1qYWeVzAjjLixEIxnsz3Lt19GU5gpMjy7vB/5EwaaXDCaWQ8Y4oqDu0OIoWOgim1EPDm3qchfIoyRwkujMWD/4xX30CR4b1LkG14qZqCcEYtwOlA59un8ikLa4nP8HKC8sEd24Mf26yTYsjemYdo7V9oPwT6avzZn2FelnfTWS2S74mybJUAIJl0/YV1jyboI1qqa3g43evFOu3jV766EBA+e/nRXWbaVM80vF4VqfKsQNi2WHj1VBVogwcUR6rQwvapAJJN3VxTJZzSRKpazUcfaSKnU7F/pIv/MwEt7Eyv3Y2KqnSMpmbURPePwLnEeyVNX2CNc8xMIaGKmhlv34pihixVWVL0yNNbyEu00nFFBpIRWX8bAtA0Cl57GbdyPrSlNRmOik5p7E539/BmgAPMsorXS+c+78NehQ1zfbzcvzqn74t9lsT/qjqWqqb3MolqhVU3TLG4THqdI6b0lGzXn9QXK4UHWzcnXqOMH659/CFEyRiZg7T/JBCyGga82++izmfj1JZ5zaIE6pO/AII67Xo1QG9HKGABD1FDoxbAoTcap75WQAqZsCkoIwKCSoXBvmpTbk9NpGkFZiAp7WsYVBW8nGdvRHDgilcC4E4iqyjCvXnKntnFsvecEdCnFwe7TA6VrM9LCYVVgdrLVB8snH78ZlLdza8GZ2v58/zl2Uxpe0U8171+M0L22DCfqJ4VawiFZzBnkR6T8CLOCMuprlTZzKFEXrOBb8Nu3Kk8QuF4esx8q7JIaDTcWJgZSBLTR9T9nPIr3SEPsV48pdtovx9C+rC8VhILT+0dH3uYtlKWsYrPU2iIMlyzJCZMSV0jQNo/6lpCgr4LtFwLsKiMr0yh5pHK+G1IKI22SggQVykEDTMnJgC+r51xvP+K/xg/ji5LGuCuNiFojb6EvSAkBL8LrKqIDglfzOR8IcXpuXNFv0eDMTgs+uc9VBQJFyKRKY52xc4RhoUwZ/WPfAHcSy/GFao/myLArCtPTwl/PCabLvfG0atm+kl+jN3cK3sVE4ybZGJupvx+37ZBJk6FM/wTz1UVmmKY1pJrTQFtsi/0B3TTNhGLxl7UIMW9UILbo+4NBxHSJw86FjxZZXP3HoWUpggvLLKrxEI2eymDKRNMtIx9DDpTRdIaG5LoV4iN4dNUPo8yfzQ7iIHbJKZxjReEp6Q2KXnXpIK44P1b8b+simuHBfNu/2W4DyE6U/nk/j4rANMCQby9lZ+EcqgANC01Wr0mHBDt34kVmJwvD67rD+6oSkOhKXoTvjWrY2PpZ9AjZN4qdrx09YbEUlpyFiEVpR5HvTJRY3P90ot8Y0JvstjVcmTXXmHeXhOwmy+i7JLDFocgVhvmSTQ6PNYdvpZVOmqocmeJgd7Qt0PQR9hwcCI0v+4ztsqCOZ5mKSX1QOUBaoeFdhqYsOR+4q+oGsKozdBAtXo2njmLuXp+SrIKYy2V1Mt9PAtaOhcIwne3xj5RMWAKjj0QycbNOhvzm1ZdiSmVOqQfq4/F2ae4Hq7LOWsHnYtkzfpN1Vd7Zji9oHqfr45aJT0zQGfhgDis237SXOLDH90TqrjaA9qfd3t7OQDG07bIAL3m52TEcYbloGFZdnEoSGjtd+fvBw8Qkpbm9wJjQnNR+YV26ibVwBFTSzauPQTT7y6prN5VxsRPvEOgTamQRNv5UMXm68jWuoR8puoR5j7WSTJX1/7NWG8cp2VIPkhV6UMZtglk47J/BRmjpVFFv7DA8tsZu8UNW4Wov1Cy5ZDxe/ZtaM0c4+YhXD58j8HqSs+Jeoy4tRiVMK3orlnHdfKwqlP/WxXIgvmQSAGC0RoO1ibrzS8lF3ZkD4xeW3/2RuMbqyN89wo5s5xTMXGshXG3n7PHbXyBPn0b0Psiq+0rkb8QazpsEmbiA5lByaVOYSzow1qFlaaVir61uYu71uaS9Ick7B1VfwAJBYnkXPvuTwk0rcI1miyEy/5JDZUKSD7oeBloT4Hssuy+sxP7Wlcku+U9cIxvK/tb+ogrY8P1f4wByl//IPzHheNgTc8NP2/IrWzgvTP3rUAYWbgbCxBrGFS+4G/j4laQeq+Ez+SCFdltcgX50QXG1i45RgHVfhqLT2T+/gCDSJBA2+iIlE8SqTxZLtXZcr5QCZ/pQlO9THkxfYhmcbc2nI4l2yUGe5CZYIy9Lq1S9IlfXfRKZElBF3ZDMWz7BdBHhXAPqUZ/cSZZYW9h8bmMJWxtXx6Krr2Hs1tHE3U9FkF1b2vEHkDakR/s8/GJg0XuyoyA/6TT4eF4q3BT1WVUX54/dIhS5HEAj/cfrxXUEglS1gvjvFmUylwX57en4AIMkHcB/+E9uPWnZlpFIyG6DWCsmGVu1iJ3DzhwF+TopPb9u8+6UjM/PnHBtdhbHBbCFSsHBqTQum+U50o8acDU9IA/P1NqpypfjEm8LhMUDHdq7jfX7qy6PiYLODPPkZnwkqPXcGuDPGbpmPlceoASQkEKEv4yoSWVPccCPuHfqd/yTZ8EFh/80v9o/5tDsAzaS/o5N4OxVPJ9d9NuT9myGAyJ9jFNdXyFAujEQhPO5i6CTsnoI37noLj2HrLfQoAdXNR80qYNJG5F9OTt557+2cdEjRl7af/mtSvJLQOM4E94rkO/CM3A8TMYSzcidnJeAGN3QfOWy1SCDPyzRu3muAYhiXx9Lsdfh3Mw6oS9rH0UqhVH+wyL8UgSQVNMSN7thYo6oE3aVFgvQVURcJxutX6q/rur24Hbgls5TxybF9Op75tbV7aAXyI2oExA3CJv7w+MXwik4kfjiIwTP9OjUsaDfK93oby2xnqdKRhGiOBmgGlap7+8kdft6CfNyllz5F+5rlSJhQqD93Os8r/8pnQIBFoCh3jWw3mR+VSSzuQ2GbiKLLWYvBsUzBwyMDwk/NMEgwRtjVNIX1lnqRO1LpvcSM/2C8u/GNHVnEWu/T2S+1T1/NZv7JQIyk8NHvck/H+UKYQwseLpZe71e41s/eJ6UUA4gPeETgCdKVXyVyGzln7AhLR0zokpxoi+Hr8oKdUfJze7sueWoB3WDfcGoZQb2xlu2z2DuQbFUDSlxgtw+6AZiripQI5eZ1GySB6M9hCDzVU7CEALKeF6+84M/ueqIlNY8MqgI+774casOgm1+sGLnmeqPbgrwPrJIhHC0nsCoeYM+ASnetvbxMhpyFcoHIkxlaoMszfp6GOjF3tz5lnUFZsZ+efTqGkPog8QOijzqOAQJCLP/hYsO7FT2BQsfCUp8j3aeDhhxkjY8tqbWiK/2dSqd28mxnHn5pYuuOStUdP6JDlwKdadx7Prjfwyl3cpyGEYnZqyBtxvsAbxAbB/XMKzcoU4M7NpufR5p4QAX8Bm7AWkrRko45LQ+f//yOpAlMVc6ZoOWGpXOQmWcr1qaa7IrZzKRNeSfFrMjA5iugqLoyY2NYeLdQWgeNhvBdTimiIE8uI4JrmzQ0hCbNDDk0BhKScPHshgMY81J0/JwbuNtbEQ5J48+pWWoNXGo8n0xXKV+fSIBJ61QfP9gPW3MVJYiIVpbS9d4+2I1eqwKBIJwMzxZSnZYrQ8spMKdiKhmWGW8yS7/IBlCOSIUoYuIHhpMKbHbO6A0xKzSfQ68hQ0x5TbGIPG9fgdbtoiel4/u15QBPC8jsDtE6smLtUOi2Zj8LW8s6T8M3PqGPeq4pU0RStF0A6TeFV4sV5ikaoz34rm5PXmdajNr4DpnuQAAAAASUVORK5CYII=",
    expected: [
      {
        width: 33,
        height: 21,
        type: "RGB8",
        sha256: "5a964886e8db1f176c167d35066999f521e28a17c1deb827a0e18fce6680c193",
      },
      {
        width: 33,
        height: 21,
        type: "BGR32F",
        sha256: "d0611818317931d83d2f53be2fe66ac8d840389fb562f1dd1a1801c29cacc21b",
      },
      {
        width: 16,
        height: 40,
        type: "RGB8",
        sha256: "a11c136523b7dbd313236543ddb95c671b7853c886abcd61f2ad100ba2462f0c",
      },
      {
        width: 16,
        height: 40,
        type: "BGR32F",
        sha256: "8b8b45a494ec36fcb583df978bee0f3058858eb8ddc3b9bf2734f9888ef2cec2",
      },
      {
        width: 64,
        height: 7,
        type: "RGB8",
        sha256: "ebf5627006dc3f1b78083a86a91a230b5bd5c1956615830b9c7cc913230be11e",
      },
      {
        width: 64,
        height: 7,
        type: "BGR32F",
        sha256: "30f37abf6038f303a929a992d64e5b3118642b2831c7529970455b4f97c86f75",
      },
    ],
  },
  {
    name: "birds/bird.jpg",
    format: "jpeg",
    shared: "birds/bird.jpg",
    expected: [
      {
        width: 1024,
        height: 768,
        type: "RGB8",
        sha256: "571befefe1336db99247b68ac56fd5ad5b5e1f4d6c8db45f8388c2420c92d9d6",
      },
      {
        width: 1024,
        height: 768,
        type: "BGR32F",
        sha256: "0940278ea7a7c324ebdd8b8b66da6135cfd342baeb1c63ce3461ca60ef47b434",
      },
      {
        width: 224,
        height: 224,
        type: "RGB8",
        sha256: "eff063000999463277f02353f1b5f72949546ab102815afdf6f1301d533b36f0",
      },
      {
        width: 224,
        height: 224,
        type: "BGR32F",
        sha256: "62b20db1a20a0e9a2d8cb2d5ad015f5d784291385ebaa4331dcf2e5b8cfd3037",
      },
      {
        width: 1200,
        height: 300,
        type: "RGB8",
        sha256: "b6773ce976b01971f130c4227a7adc04777f02043c79719a7f8d533a9e5e94a7",
      },
      {
        width: 1200,
        height: 300,
        type: "BGR32F",
        sha256: "24020bd941c1c29a5459f5b72425db07fe2f7de84ff07c71fc550851a8720097",
      },
    ],
  },
  {
    name: "images/grace_hopper.jpg",
    format: "jpeg",
    shared: "images/grace_hopper.jpg",
    expected: [
      {
        width: 517,
        height: 606,
        type: "RGB8",
        sha256: "8dc25081afc5356adca5ed6389a46138c96d613fb7f81f59b18541c1487f8283",
      },
      {
        width: 517,
        height: 606,
        type: "BGR32F",
        sha256: "afe7af121c5ea0d4c8ee96f9f4f756251e83fccf49e3aef65f2504a958258f0b",
      },
      {
        width: 224,
        height: 224,
        type: "RGB8",
        sha256: "af1c07a2b8958a26a9bf1597e3d5283f1b3dedcf9eae49b0eac9bce7eefc00d8",
      },
      {
        width: 224,
        height: 224,
        type: "BGR32F",
        sha256: "f88dabc2725d89bfe3fef263ae15684882b85bdeb32512bc54804f36479dc8ee",
      },
      {
        width: 1200,
        height: 300,
        type: "RGB8",
        sha256: "1ac35bf192c5f5d40594170c79c5512836a9eb7066a27c97e7617d3c9eb862aa",
      },
      {
        width: 1200,
        height: 300,
        type: "BGR32F",
        sha256: "bd2ea2d37aac1abc867acdc931706ba844eab1573594267c5e82ca1d7b9f656f",
      },
    ],
  },
  {
    name: "images/cowboy.png",
    format: "png",
    shared: "images/cowboy.png",
    expected: [
      {
        width: 512,
        height: 272,
        type: "RGB8",
        sha256: "ac8e41df30ffee1b8a2a19a7b97654bd130ef2ec60046d96782a9a0fc1f6be57",
      },
      {
        width: 512,
        height: 272,
        type: "BGR32F",
        sha256: "a620a1e68827f75e7c03c94e7e83a9d618c2400abf01223d036e8e248f5bcd8c",
      },
      {
        width: 224,
        height: 224,
        type: "RGB8",
        sha256: "3066dcecbd4fe6fc582aad680551bc08116165524e8f46c28eaad3fd476fd5aa",
      },
      {
        width: 224,
        height: 224,
        type: "BGR32F",
        sha256: "6e89d055d9761d7c698af7fe630e5aa29ac9cbe59a6e0c7f2cfa565232c5f5d2",
      },
      {
        width: 1200,
        height: 300,
        type: "RGB8",
        sha256: "12df3d043d61165d99695848e25be031c3feb9f2ff93fff76ee5e4598f661e6a",
      },
      {
        width: 1200,
        height: 300,
        type: "BGR32F",
        sha256: "31b8d307195e74d3c5a36e1dcd7ba11a5b7af1a91a77fbc433f7816987ba111d",
      },
    ],
  },
  {
    name: "mtcnn/solvay.jpg",
    format: "jpeg",
    shared: "mtcnn/solvay.jpg",
    expected: [
      {
        width: 960,
        height: 661,
        type: "RGB8",
        sha256: "06c51adbff1d8a0079dd4b4f7618129782d46b20c4268f488d6c0f1d96bf8d66",
      },
      {
        width: 960,
        height: 661,
        type: "BGR32F",
        sha256: "8fb870e26da261c589a5bde99e242b33a0b9a7ebe09e4ab4bef60a1d566e514e",
      },
      {
        width: 224,
        height: 224,
        type: "RGB8",
        sha256: "f3caf37404f00bd25004fe830305c7c09ba3930262d64cea1e0fc15721220d0b",
      },
      {
        width: 224,
        height: 224,
        type: "BGR32F",
        sha256: "8c2753bf4b706a9438d27febef426d18c7f46b04193161d787295d23336d9b52",
      },
      {
        width: 1200,
        height: 300,
        type: "RGB8",
        sha256: "973cba0e87058007bce587d15747a8b967f22ad2faf6d487f27a0876b6788dcf",
      },
      {
        width: 1200,
        height: 300,
        type: "BGR32F",
        sha256: "dc0174b1d393a5ebc9e1d2de9a44380e3eae92e5bdeb87aeaf4db346719d6947",
      },
    ],
  },
];
